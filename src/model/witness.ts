/** The fingerprint of what an approval is given for: facts by name, for people to read. A difference in any line voids it. */
export type Witness = Readonly<Record<string, string>>;
