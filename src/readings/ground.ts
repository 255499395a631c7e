import type { GroundObservation } from '../cluster/observation.ts';

const links = { none: 'none', whole: 'whole', dangling: 'dangling' } as const;
type Link = keyof typeof links;
const isLink = (word: string | undefined): word is Link => word !== undefined && word in links;

/** `owner vcap`, `link none|whole|dangling`, `binary yes|no`; what is not there was not read. */
export const groundOf = (text: string): GroundObservation => {
  const word = (name: string) => new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  const [link, binary] = [word('link'), word('binary')];
  return {
    link: isLink(link) ? link : null,
    // Without the folder there is no owner to be wrong: the job makes it anew.
    owner: word('owner') ?? (/^nothing there$/m.test(text) ? '' : null),
    binary: binary === 'yes' ? true : binary === 'no' ? false : null,
  };
};
