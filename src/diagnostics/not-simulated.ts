/**
 * What AWS has and this version does not simulate: a resource, a call, a document, a property or a reference. It is said in one
 * form wherever it is met: its name, which answers it touches, and what to write instead.
 */
export interface NotSimulated {
  /** As AWS and the file have it: `AWS::SSM::Association Weekly`, `CreateAssociation`, `{{ssm:/patch/operation}}`. */
  readonly name: string;
  /** Which answers are other than AWS's by it. */
  readonly touches: string;
  readonly instead: string;
}

export function notSimulated(what: NotSimulated): {
  readonly message: string;
  readonly options: { readonly help: string; readonly notSimulated: NotSimulated };
} {
  const { name, touches, instead } = what;
  return {
    message: `${name} is not simulated by this version: ${touches}`,
    options: { help: instead, notSimulated: what },
  };
}
