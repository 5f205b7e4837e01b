/** Reports of many runs, for whoever loads them when they are asked for. */
export const renderReplications = (report: unknown, _style: unknown) => JSON.stringify(report);
export const renderReplicationsMarkdown = (report: unknown) => JSON.stringify(report);
export const renderComparison = (report: unknown, _style: unknown) => JSON.stringify(report);
export const renderComparisonMarkdown = (report: unknown) => JSON.stringify(report);
export const renderComparisonCsv = (report: unknown) => JSON.stringify(report);
