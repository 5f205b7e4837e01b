/** The one LoadContext there is: it collects problems and finds their places. */

import { dirname, isAbsolute, join } from 'node:path';
import type { AnyCapability } from '../capability/capability.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import { describe } from '../diagnostics/plain-map.ts';
import { Positions } from '../diagnostics/positions.ts';
import { type DataPath, type Problem, Problems } from '../diagnostics/problem.ts';
import type { LoadContext, ProblemOptions } from '../fields/context.ts';
import type { FleetGroup } from '../world/fleet.ts';
import type { Account } from '../world/scenario.ts';
import { readYaml } from './read-yaml.ts';

export type ReadFile = (path: string) => Uint8Array | { readonly error: string };

/** What has been read so far, and where it is. The loader fills it in as it goes. */
export class ScenarioContext implements LoadContext {
  readonly problems = new Problems();
  readonly positions: Positions;
  /** The text of every file read, and of every `--set`, by the name that problems use. */
  readonly sources = new Map<string, string>();
  /** Bytes read beside the scenario, by the path in it: part of what the run depends on. */
  readonly sideFiles = new Map<string, Uint8Array>();
  readonly file: string;
  readonly capabilities: readonly AnyCapability[];
  private readonly readFile: ReadFile;

  root: unknown;
  startMs = 0;
  endMs = 0;
  account: LoadContext['account'] = {
    id: '',
    region: '',
    defaultHostManagement: false,
    instanceTier: 'standard',
  };
  accounts: ReadonlyMap<string, Account> = new Map();
  readonly homes = new Map<string, string>();
  fleet: readonly FleetGroup[] = [];
  groupNames: readonly string[] = [];
  worldNames: LoadContext['worldNames'] = { subnets: [], instanceProfiles: [] };
  fileAddresses: ReadonlyMap<string, string> = new Map();
  documentIsKnown: (name: string) => boolean = () => true;

  /** `positions` of data that are read again, changed. */
  constructor(
    file: string,
    readFile: ReadFile,
    capabilities: readonly AnyCapability[],
    positions = new Positions(),
  ) {
    this.positions = positions;
    this.capabilities = capabilities;
    this.file = file;
    this.readFile = readFile;
  }

  error(path: DataPath, code: string, message: string, options: ProblemOptions = {}): void {
    this.add('error', this.root, path, code, message, options);
  }

  warning(path: DataPath, code: string, message: string, options: ProblemOptions = {}): void {
    this.add('warning', this.root, path, code, message, options);
  }

  accountOf(id: string): string {
    return this.homes.get(id) ?? '';
  }

  placeIn(account: string, id: string, path: DataPath): void {
    if (this.accounts.has(account)) {
      this.homes.set(id, account);
      return;
    }
    const message = `expected a name under accounts, found ${describe(account)}`;
    this.error(path, 'unknown-reference', message, { help: suggestion(account, [...this.accounts.keys()]) });
  }

  within(data: unknown): LoadContext {
    return {
      error: (path, code, message, options = {}) => this.add('error', data, path, code, message, options),
      warning: (path, code, message, options = {}) => this.add('warning', data, path, code, message, options),
      problems: this.problems,
      startMs: this.startMs,
      endMs: this.endMs,
      account: this.account,
      accounts: this.accounts,
      accountOf: (id) => this.accountOf(id),
      placeIn: (account, id, path) => this.placeIn(account, id, path),
      groupNames: this.groupNames,
      worldNames: this.worldNames,
      isNodeName: (name) => this.isNodeName(name),
      isGivenNodeId: (id) => this.isGivenNodeId(id),
      isHybridNodeName: (name) => this.isHybridNodeName(name),
      isKnownDocument: (name) => this.isKnownDocument(name),
      isFileAddress: (address) => this.isFileAddress(address),
      isQuoted: (path) => this.positions.isQuoted(data, path),
      read: (path) => this.read(path),
      parse: (bytes, file) => this.parse(bytes, file),
      within: (inner) => this.within(inner),
    };
  }

  private add(
    severity: Problem['severity'],
    root: unknown,
    path: DataPath,
    code: string,
    message: string,
    { help, at = 'value', awsError, notSimulated }: ProblemOptions,
  ): void {
    const place = this.positions.find(root, path, at) ?? { file: this.file, line: 0, column: 0 };
    this.problems.add({
      severity,
      code,
      path,
      message,
      ...(help === undefined ? {} : { help }),
      ...(awsError === undefined ? {} : { awsError }),
      ...(notSimulated === undefined ? {} : { notSimulated }),
      ...place,
    });
  }

  isNodeName(name: string): boolean {
    const group = this.groupOf(name);
    if (group === undefined) return false;
    // Of a group with a mistake in it nothing more is known than its name.
    if (group === 'unread') return true;
    const digits = name.slice(group.name.length + 1);
    const number = Number(digits);
    return number >= 1 && number <= group.count && digits === String(number).padStart(4, '0');
  }

  isGivenNodeId(id: string): boolean {
    return this.fleet.some((group) => group.ids?.includes(id) ?? false);
  }

  isHybridNodeName(name: string): boolean {
    const group = this.groupOf(name);
    return group !== undefined && group !== 'unread' && group.hybridActivation !== null;
  }

  private groupOf(nodeName: string): FleetGroup | 'unread' | undefined {
    const groupName = /^(.+)-[0-9]{4,}$/.exec(nodeName)?.[1];
    if (groupName === undefined || !this.groupNames.includes(groupName)) return undefined;
    return this.fleet.find(({ name }) => name === groupName) ?? 'unread';
  }

  isKnownDocument(name: string): boolean {
    return this.documentIsKnown(name);
  }

  isFileAddress(address: string): boolean {
    return this.fileAddresses.has(address);
  }

  isQuoted(path: DataPath): boolean {
    return this.positions.isQuoted(this.root, path);
  }

  read(path: string): Uint8Array | { readonly error: string } {
    const known = this.sideFiles.get(path);
    if (known !== undefined) return known;
    const bytes = this.readFile(this.nameOf(path));
    if (bytes instanceof Uint8Array) this.sideFiles.set(path, bytes);
    return bytes;
  }

  parse(bytes: Uint8Array, file: string): unknown {
    const result = readYaml(bytes, file, this.positions, this.problems, this.sources);
    return result?.data;
  }

  /** How a path in the scenario is called outside of it. */
  nameOf(path: string): string {
    return isAbsolute(path) ? path : join(dirname(this.file), path);
  }
}
