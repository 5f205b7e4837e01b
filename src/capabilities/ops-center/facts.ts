/** What OpsCenter tells and shows the others: a leaf that every capability may import. */
export { createOpsItem } from './calls.ts';
export { dedupStringOf, dedupValue, resourcesValue, runbooksOf } from './data.ts';
export { opsFacts } from './events.ts';
export { opsItemsView } from './ops-items-view.ts';
export { changeInApi, fieldsInApi, fieldsInEvent } from './plain.ts';
export { noAnswer } from './request.ts';
export { issueType } from './rules.ts';
