const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** One argument as a POSIX shell reads it back unchanged. NUL cannot cross a command line and is refused. */
export const quoteArgument = (argument: string): string => {
  if (argument.includes('\0'))
    throw new TypeError('an argument with a NUL byte cannot be passed to a program');
  return plain.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
};

/** Words that a shell takes for something else than a program when they come first: assignments and its own keywords. */
const notAProgram =
  /=|^(if|then|else|elif|fi|for|while|until|do|done|case|esac|in|function|select|time|coproc)$/;
const quoteProgram = (program: string): string =>
  notAProgram.test(program) && plain.test(program) ? `'${program}'` : quoteArgument(program);

/** argv as the one string that ssh and `bosh ssh -c` carry; also how cards show a command line. */
export const quoteArgv = (argv: readonly string[]): string =>
  argv.map((word, index) => (index === 0 ? quoteProgram(word) : quoteArgument(word))).join(' ');
