/** What the page offers to type. */
export type CommandHint = { readonly line: string; readonly hint: string };
