import type { Meanings } from '../../fields/meaning.ts';

/**
 * Parameters of the calls of Session Manager.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html
 */
export const sessionMeanings: Meanings = {
  'StartSession.DocumentName': {
    says: 'The Session document: a shell with the preferences of the account, unless another is named',
    default: 'SSM-SessionManagerRunShell',
  },
  'StartSession.Parameters': 'Values of the parameters of the document, a list each',
  'StartSession.Reason': 'Why it is started; results have it',
  'StartSession.Target': 'The node, by its name or its id',
  'ResumeSession.SessionId':
    'The session: the id of its StartSession action, or the id that results have as sessionId',
  'TerminateSession.SessionId':
    'The session: the id of its StartSession action, or the id that results have as sessionId',
};
