import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { asJson, D, openBox, quickTimings } from './box.ts';

let box: Awaited<ReturnType<typeof openBox>>;
afterEach(() => box.director.stop());

const timings = { ...quickTimings, resurrector: 0.15 };
const recreated = () => box.m1.calls.includes('createVm');
const until = async (met: () => boolean) => {
  for (let left = 200; left > 0 && !met(); left -= 1) await sleep(10);
};
const pause = (resurrection_paused: boolean) =>
  box.client.send('PUT', '/resurrection', asJson({ resurrection_paused }));

test('resurrection that is on recreates a master without power after a while, which is written down as its own', async () => {
  box = await openBox({ timings });
  expect(await box.client.read('/resurrection')).toEqual({ resurrection: true });
  await box.m1.powerOff();
  await until(recreated);
  await until(() => box.acts().length > 0);
  expect(box.acts()).toEqual([`recreate master/${box.m1.uuid} by 'resurrector'`]);
  expect(box.director.tasks()).toMatchObject([{ description: 'scan and fix', user: 'hm' }]);
});

test('resurrection that is off leaves everything alone, and switching it counts as an act', async () => {
  box = await openBox({ timings });
  expect((await pause(true)).status).toBe(200);
  expect(box.director.resurrection()).toBe('off');
  expect(await box.client.read('/resurrection')).toEqual({ resurrection: false });
  await box.m1.powerOff();
  await sleep(400);
  expect(recreated()).toBe(false);
  expect(box.director.tasks()).toEqual([]);
  await pause(false);
  await until(recreated);
  expect(recreated()).toBe(true);
  expect(box.acts().slice(0, 2)).toEqual(['resurrection director off', 'resurrection director on']);
});

test('resurrection spares an ignored instance, and waits while a task holds the lock', async () => {
  box = await openBox({ timings });
  await box.client.send('PUT', `${D}/instance_groups/master/${box.m2.uuid}/ignore`, asJson({ ignore: true }));
  const held = await box.director.holdLock();
  await box.m1.powerOff();
  await box.m2.powerOff();
  await sleep(400);
  expect(recreated()).toBe(false);
  held.release();
  await until(recreated);
  expect(recreated()).toBe(true);
  expect(box.m2.calls).toEqual(['powerOff']);
});
