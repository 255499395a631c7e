/** The text between `@@ name` lines, by name. A script on a VM prints them; a tty may add CR and noise before the first. */
export const sectionsOf = (text: string): ReadonlyMap<string, string> => {
  const sections = new Map<string, string>();
  for (const part of text.replaceAll('\r', '').split(/^@@ /m).slice(1)) {
    const [name = '', ...lines] = part.split('\n');
    sections.set(name.trim(), lines.join('\n').trimEnd());
  }
  return sections;
};
