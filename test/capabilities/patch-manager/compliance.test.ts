/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-states.html */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/capabilities/patch-manager/approval.ts';
import {
  isNonCompliant,
  isSecurityUpdate,
  nonComplianceOf,
  type PatchFacts,
  patchState,
  patchStates,
  type ReportedPatch,
} from '../../../src/capabilities/patch-manager/compliance.ts';
import { complianceLevels } from '../../../src/world/baselines.ts';

/** An approved patch that the node lacks, as a Scan finds it. */
function stateOf(facts: Partial<PatchFacts>): string | null {
  return patchState({
    os: 'AMAZON_LINUX_2',
    operation: 'Scan',
    verdict: 'approved',
    rejectedPatchesAction: 'ALLOW_AS_DEPENDENCY',
    isApplicable: true,
    isInstalled: false,
    isPendingReboot: false,
    hasFailed: false,
    hasOverrideList: false,
    isSecurityUpdate: true,
    ...facts,
  });
}

describe('installed patches', () => {
  const installed = { isInstalled: true };

  test('approved and installed is INSTALLED, whoever installed it', () => {
    expect(stateOf(installed)).toBe('INSTALLED');
  });

  test.each([{ verdict: 'delayed' as const }, { verdict: 'notSelected' as const }])(
    'installed but $verdict is INSTALLED_OTHER',
    ({ verdict }) => {
      expect(stateOf({ ...installed, verdict })).toBe('INSTALLED_OTHER');
    },
  );

  test('rejected and installed is INSTALLED_OTHER, with BLOCK INSTALLED_REJECTED', () => {
    expect(stateOf({ ...installed, verdict: 'rejected' })).toBe('INSTALLED_OTHER');
    expect(stateOf({ ...installed, verdict: 'rejected', rejectedPatchesAction: 'BLOCK' })).toBe(
      'INSTALLED_REJECTED',
    );
  });

  test.each([
    { verdict: 'approved' as const },
    { verdict: 'rejected' as const },
    { verdict: 'notSelected' as const },
  ])(
    'installed with NoReboot since the last boot is INSTALLED_PENDING_REBOOT, although $verdict',
    ({ verdict }) => {
      const facts = { ...installed, verdict, isPendingReboot: true, rejectedPatchesAction: 'BLOCK' as const };
      expect(stateOf(facts)).toBe('INSTALLED_PENDING_REBOOT');
    },
  );
});

describe('patches that are not installed', () => {
  test('a Scan reports an approved one MISSING', () => {
    expect(stateOf({})).toBe('MISSING');
  });

  test('an Install reports no MISSING: what it has not installed is FAILED', () => {
    expect(stateOf({ operation: 'Install' })).toBe('FAILED');
  });

  test('after an Install with an InstallOverrideList what it did not list is MISSING, what it tried in vain FAILED', () => {
    const listed = { operation: 'Install' as const, hasOverrideList: true };
    expect(stateOf(listed)).toBe('MISSING');
    expect(stateOf({ ...listed, hasFailed: true })).toBe('FAILED');
    expect(stateOf({ ...listed, hasFailed: true, verdict: 'notSelected' })).toBe('FAILED');
  });

  test('an approved one for a package that the node does not have is NOT_APPLICABLE', () => {
    expect(stateOf({ isApplicable: false })).toBe('NOT_APPLICABLE');
  });

  test.each([{ verdict: 'delayed' }, { verdict: 'notSelected' }, { verdict: 'rejected' }] as {
    verdict: Verdict;
  }[])('one that is $verdict is not reported on Linux', ({ verdict }) => {
    expect(stateOf({ verdict })).toBeNull();
    expect(stateOf({ verdict, isApplicable: false })).toBeNull();
  });

  test('on Windows a security update that is not approved yet is AVAILABLE_SECURITY_UPDATE', () => {
    expect(stateOf({ os: 'WINDOWS', verdict: 'delayed' })).toBe('AVAILABLE_SECURITY_UPDATE');
    expect(stateOf({ os: 'WINDOWS', verdict: 'notSelected' })).toBe('AVAILABLE_SECURITY_UPDATE');
  });

  test('on Windows neither a rejected update nor one that is no security update is available', () => {
    expect(stateOf({ os: 'WINDOWS', verdict: 'rejected' })).toBeNull();
    expect(stateOf({ os: 'WINDOWS', verdict: 'delayed', isSecurityUpdate: false })).toBeNull();
  });
});

test('a security update is one by its classification, in the words of Linux or of Windows', () => {
  expect(isSecurityUpdate({ classification: 'Security' })).toBe(true);
  expect(isSecurityUpdate({ classification: 'SecurityUpdates' })).toBe(true);
  expect(isSecurityUpdate({ classification: 'CriticalUpdates' })).toBe(false);
  expect(isSecurityUpdate({})).toBe(false);
});

describe('the compliance of a node', () => {
  test.each([
    { state: 'INSTALLED', compliance: 'COMPLIANT' },
    { state: 'INSTALLED_OTHER', compliance: 'COMPLIANT' },
    { state: 'INSTALLED_REJECTED', compliance: 'NON_COMPLIANT' },
    { state: 'INSTALLED_PENDING_REBOOT', compliance: 'NON_COMPLIANT' },
    { state: 'MISSING', compliance: 'NON_COMPLIANT' },
    { state: 'FAILED', compliance: 'NON_COMPLIANT' },
    { state: 'NOT_APPLICABLE', compliance: 'COMPLIANT' },
    { state: 'AVAILABLE_SECURITY_UPDATE', compliance: 'COMPLIANT' },
  ] as const)('one patch $state makes a node $compliance', ({ state, compliance }) => {
    expect(isNonCompliant(state, 'COMPLIANT')).toBe(compliance === 'NON_COMPLIANT');
  });

  test('AVAILABLE_SECURITY_UPDATE is judged as the baseline says', () => {
    expect(isNonCompliant('AVAILABLE_SECURITY_UPDATE', 'NON_COMPLIANT')).toBe(true);
  });
});

describe('how far a node is from compliance', () => {
  function reported(state: ReportedPatch['state'], traits: Partial<ReportedPatch> = {}): ReportedPatch {
    return { state, complianceLevel: 'UNSPECIFIED', isSecurityUpdate: false, ...traits };
  }

  test('the severity is the highest compliance level among the patches at fault', () => {
    const patches = [
      reported('MISSING', { complianceLevel: 'LOW' }),
      reported('FAILED', { complianceLevel: 'HIGH' }),
      reported('INSTALLED', { complianceLevel: 'CRITICAL' }),
    ];
    expect(nonComplianceOf(patches, 'COMPLIANT').nonCompliantSeverity).toBe('HIGH');
  });

  test('the severity is at least INFORMATIONAL, and absent if the node is compliant', () => {
    expect(nonComplianceOf([reported('MISSING')], 'COMPLIANT').nonCompliantSeverity).toBe('INFORMATIONAL');
    expect(nonComplianceOf([reported('INSTALLED')], 'COMPLIANT').nonCompliantSeverity).toBeNull();
  });

  test('critical is the compliance level of the baseline: under a predefined one nothing is', () => {
    const missing = reported('MISSING', { isSecurityUpdate: true });
    expect(nonComplianceOf([missing], 'COMPLIANT')).toMatchObject({
      CriticalNonCompliantCount: 0,
      SecurityNonCompliantCount: 1,
      OtherNonCompliantCount: 0,
    });
  });

  test('one patch can count as critical and as security', () => {
    const both = reported('MISSING', { complianceLevel: 'CRITICAL', isSecurityUpdate: true });
    expect(nonComplianceOf([both, reported('FAILED')], 'COMPLIANT')).toMatchObject({
      CriticalNonCompliantCount: 1,
      SecurityNonCompliantCount: 1,
      OtherNonCompliantCount: 1,
    });
  });

  test('an available security update counts as security if it is non-compliant, and never as critical', () => {
    const available = reported('AVAILABLE_SECURITY_UPDATE', {
      complianceLevel: 'CRITICAL',
      isSecurityUpdate: true,
    });
    expect(nonComplianceOf([available], 'NON_COMPLIANT')).toMatchObject({
      CriticalNonCompliantCount: 0,
      SecurityNonCompliantCount: 1,
    });
    expect(nonComplianceOf([available], 'COMPLIANT').SecurityNonCompliantCount).toBe(0);
  });

  test('every patch at fault counts somewhere, and no other', () => {
    const anyPatch = fc.record({
      state: fc.constantFrom(...patchStates),
      complianceLevel: fc.constantFrom(...complianceLevels),
      isSecurityUpdate: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(anyPatch),
        fc.constantFrom('COMPLIANT' as const, 'NON_COMPLIANT' as const),
        (patches, setting) => {
          const result = nonComplianceOf(patches, setting);
          const atFaultCount = patches.filter(({ state }) => isNonCompliant(state, setting)).length;
          const { CriticalNonCompliantCount: critical, SecurityNonCompliantCount: security } = result;
          expect(critical + security + result.OtherNonCompliantCount).toBeGreaterThanOrEqual(atFaultCount);
          expect(Math.max(critical, security) + result.OtherNonCompliantCount).toBeLessThanOrEqual(
            atFaultCount,
          );
          expect(result.nonCompliantSeverity === null).toBe(atFaultCount === 0);
        },
      ),
    );
  });
});
