import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stripped } from '../../src/commands/stripped.ts';

/** `~gone` stands in comments only, `~kept` in what a shell must see. Each piece is whole commands. */
const comments = [
  '# ~gone',
  '   \t# ~gone "',
  "# it's ~gone",
  '#!/bin/sh ~gone',
  '# ~gone \\',
  '# ~gone <<EOF',
  '# ~gone $(',
  '',
];
const pieces = [
  "echo '# ~kept'",
  'echo "# ~kept"',
  "echo 'a\n# ~kept\n\nb'",
  'echo "a\n# ~kept \\" \'\n\n$(echo \'# ~kept\' # ~gone "\n\n# ~gone\n)b"',
  'cat <<EOF # ~gone\n# ~kept\n\n  it\'s "\nEOF',
  "cat <<'E F'\n# ~kept\n\n$( ` \\\nE F",
  'cat <<-EOF; echo c\n\t# ~kept\n\n\tEOF',
  'cat <<A - <<"B"\n# ~kept\nA\n# ~kept\nB',
  'x=$(cat <<EOF\n# ~kept )\n\nEOF\n); echo "$x"',
  `echo a#~kept \${#x} $# "\${x#b}" \${x#'# ~kept'} $((1 << 2))`,
  'echo a \\\n# ~gone',
  'echo a\\\n#~kept',
  'echo a \\\n\necho b',
  'echo a\\  # ~gone',
  'echo a\\ #~kept',
  'echo a\'\'#~kept ""#~kept',
  `echo \${x:-a # ~kept} "\${x:-b # ~kept \\"}"`,
  'case b in # ~gone\na) echo "x)" ;; # ~gone\n\n(b) echo "# ~kept" ;;\nesac',
  'echo "$(case a in a) echo "# ~kept" ;; esac # ~gone\n)# ~kept"',
  'echo $(echo case)#~kept "$(echo case) # ~kept"',
  'echo "$( (echo a; # ~gone\n\n echo b) )"',
  '(echo a)# ~gone',
  '{ echo a; } # ~gone',
  'f() { # ~gone\n\n  # ~gone\n  echo "$1"\n}; f "# ~kept"',
  'if true; then # ~gone\n\n  echo y # ~gone\nfi # ~gone',
  'for i in 1 2 # ~gone\ndo # ~gone\n\n echo $i;# ~gone\ndone |# ~gone\n\n cat',
  'awk \'BEGIN { # ~kept\n\n  print "# ~kept" }\'',
  'echo $((1 + (2 * 3))) "$((1 + $(echo "2" # ~gone\n)))"',
  `set -- a "b c"; echo "$#" $# "\${#}" \${#1}`,
  'echo \\# ~kept \\" # ~gone\necho \\\' # ~gone',
  'sh -c \'echo "$1" # ~kept\n\n# ~kept\n\' x "# ~kept" && # ~gone\n\n echo ok',
  'echo "a\\\n# ~kept"',
  'printf "%s\\n" "$(printf \'%s\' "# ~kept")"# ~kept',
  'exec 3>&1; echo x 2>&1 >&3 # ~gone',
  'true &&# ~gone\n echo z',
  'a=b#~kept; echo "$a"; a=; # ~gone',
];
const count = (text: string, word: string) => text.split(word).length - 1;
const does = (shell: string, script: string) => {
  const { stdout, stderr, status } = spawnSync(shell, ['-c', script, 'it', 'b']);
  return { stdout: String(stdout), complains: stderr.length > 0, status };
};
/** Every Linux has sh; bash where it is there. */
const shells = ['sh', 'bash'].filter(shell => spawnSync(shell, ['-c', 'true']).status === 0);

describe.each(shells)('a script without its comments and blank lines, by %s', shell => {
  test.each(pieces)('does the same, and only the comments go: %s', piece => {
    const script = `x=abc\n${piece}\n`;
    const left = stripped(script);
    expect(does(shell, left)).toEqual(does(shell, script));
    expect(does(shell, script)).toMatchObject({ complains: false, status: 0 });
    expect([count(left, '~gone'), count(left, '~kept')]).toEqual([0, count(script, '~kept')]);
  });

  test('does the same whatever stands between comments and blank lines: here-documents, quotes over lines, continued lines, case, sums', () => {
    const part = fc.tuple(fc.constantFrom(...comments), fc.constantFrom(...pieces));
    fc.assert(
      fc.property(fc.array(part, { minLength: 3, maxLength: 12 }), parts => {
        const script = `#!/bin/sh\n${parts.flat().join('\n')}`;
        const left = stripped(script);
        expect(does(shell, left)).toEqual(does(shell, script));
        expect([count(left, '~gone'), count(left, '~kept')]).toEqual([0, count(script, '~kept')]);
        expect(stripped(left)).toBe(left);
      }),
      { numRuns: 60 },
    );
  });
});

test('no line inside of quotes or a here-document is lost, nor any that does something', () => {
  const script = "#!/bin/sh\n\n# why\necho 'a\n# b\n\nc'  # d\n\n  cat <<E\n# e\n\nE\n";
  expect(stripped(script)).toBe("echo 'a\n# b\n\nc'\n  cat <<E\n# e\n\nE");
  expect(stripped('# only\n\n')).toBe('');
});

test.each([
  'echo `date # it is`\n# c\n',
  "echo $'it\\'s # x'\n# c\n",
  "echo 'never closed\n# c\n",
  'echo $(never closed\n# c\n',
  'cat <<EOF\n# never ends\n',
  'cat <<EOF\na \\\nEOF\n# c\nEOF\n',
  'cat <<A $(\necho\n)\nA\n# c\n',
  `echo "\${x#'}'}"\n# c\n`,
  'echo \0\n# c\n',
])('what shells read differently, or what does not end, stays whole: %j', script => {
  expect(stripped(script)).toBe(script);
});

test('any text at all is stripped in no time, and strips no further', () => {
  const any = fc.string({ unit: fc.constantFrom(...'\'"\\$(){}#\n \t`<;|&aE-'), maxLength: 60 });
  fc.assert(
    fc.property(any, text => {
      expect(stripped(stripped(text))).toBe(stripped(text));
    }),
    { numRuns: 2000 },
  );
});
