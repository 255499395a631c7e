import { joined, type Words } from '../words.ts';

const looking: Words = {
  en: 'Look at the cluster (`/pks etcd-status`) and the output above, then try again or abort.',
  ko: '클러스터(`/pks etcd-status`)와 위의 출력을 확인한 뒤 다시 시도하거나 중단하세요.',
};
const puttingBack: Words = {
  en: 'Look at the cluster (`/pks etcd-status`), then try again or leave it out.',
  ko: '클러스터(`/pks etcd-status`)를 확인한 뒤 다시 시도하거나 건너뛰세요.',
};

/** Facts come with and without their full stop. */
const sentence = (text: string): string => {
  const bare = text.trim().replace(/\.+$/, '');
  return bare === '' || /[!?]$/.test(bare) ? bare : `${bare}.`;
};

/**
 * Why a run waits for a person, and what that person can do: facts alone help nobody at 3 a.m. `stop`: what a stop here
 * leaves, if anything.
 */
export const withNextMove = (why: Words, stop: Words | null, windingDown: boolean): Words => {
  const facts = { en: sentence(why.en), ko: sentence(why.ko) };
  const move = why.move ? null : windingDown ? puttingBack : looking;
  const { en, ko } = joined(
    [...(facts.en ? [facts] : []), ...(stop ? [stop] : []), ...(move ? [move] : [])],
    ' ',
  );
  return { en, ko };
};
