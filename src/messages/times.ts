import type { Locale } from '../words.ts';

const units = { en: { h: 'h', m: 'min', s: 's' }, ko: { h: '시간', m: '분', s: '초' } } as const;

/** 4.2 s, 3 min 05 s, 1 h 02 min. `seconds` may have a fraction. */
export const lasted = (seconds: number, locale: Locale): string => {
  const u = units[locale];
  const gap = locale === 'ko' ? '' : ' ';
  if (seconds < 10) return `${Math.max(0, Math.round(seconds * 10) / 10)}${gap}${u.s}`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${gap}${u.s}`;
  const pad = (value: number) => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)}${gap}${u.m} ${pad(whole % 60)}${gap}${u.s}`;
  return `${Math.floor(whole / 3600)}${gap}${u.h} ${pad(Math.floor((whole % 3600) / 60))}${gap}${u.m}`;
};

/** 25.4 MB, as `etcdctl endpoint status` writes sizes: powers of 1000. */
export const size = (bytes: number): string => {
  const steps = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < steps.length - 1) {
    value /= 1000;
    step++;
  }
  return `${step === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10} ${steps[step]}`;
};
