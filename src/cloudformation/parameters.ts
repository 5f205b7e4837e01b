/** Parameters of a template, and those that every template has. */
import { partitionOf } from '../aws/arn.ts';
import { isMap, type PlainMap } from '../diagnostics/plain-map.ts';

/** Where a stack is deployed: the account's id and its Region. */
export interface WhereDeployed {
  readonly id: string;
  readonly region: string;
}

function declarationsOf(root: PlainMap): [string, PlainMap][] {
  const declared = root['Parameters'];
  if (!isMap(declared)) return [];
  return Object.entries(declared).map(([name, raw]) => [name, isMap(raw) ? raw : {}]);
}

/**
 * By name: the default, or null. Of a parameter that is kept in Parameter Store the default is its name there, not its value:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Parameter.html. The value is known where the file itself has the
 * parameter.
 */
export function parametersOf(
  root: PlainMap,
  keptValue: (name: string) => string | undefined = () => undefined,
): Map<string, string | null> {
  return new Map(
    declarationsOf(root).map(([name, { Type, Default }]) => {
      const isStored = typeof Type === 'string' && Type.startsWith('AWS::SSM::Parameter::');
      if (typeof Default !== 'string' || Default === '') return [name, null];
      return [name, isStored ? (keptValue(Default) ?? null) : Default];
    }),
  );
}

/** Parameters whose text is a list. */
export function listParametersOf(root: PlainMap): Set<string> {
  const isList = ({ Type }: PlainMap): boolean =>
    typeof Type === 'string' && (Type === 'CommaDelimitedList' || Type.startsWith('List<'));
  return new Set(declarationsOf(root).flatMap(([name, declared]) => (isList(declared) ? [name] : [])));
}

/** ASSUMPTION stack-name: the resources of a scenario form a stack called `scenario`; AWS gives it no name. */
export function pseudoParametersOf({ id, region }: WhereDeployed): Map<string, string | readonly string[]> {
  const partition = partitionOf(region);
  return new Map<string, string | readonly string[]>([
    ['AWS::AccountId', id],
    ['AWS::NotificationARNs', []],
    ['AWS::Partition', partition],
    ['AWS::Region', region],
    ['AWS::StackId', `arn:${partition}:cloudformation:${region}:${id}:stack/scenario/1`],
    ['AWS::StackName', 'scenario'],
    ['AWS::URLSuffix', partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'],
  ]);
}
