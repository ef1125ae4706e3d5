import { startOfDay } from './calendar.ts';
import type { Notice, Telling } from './life.ts';
import { yearsBetween } from './people.ts';
import * as shares from './shares.ts';

/** A Notice to Appear and its next stages, each on a day. */
export function beginNotice({ life, random, nextId }: Telling, issued: number): Notice {
  const notice: Notice = { recordId: nextId('NTA'), issued, toldAtOnce: random.chance(0.6) };
  life.notices.push(notice);
  return notice;
}

export function serveNotice({ life, random }: Telling, notice: Notice, served: number): void {
  notice.served = served;
  const age = yearsBetween(life.bornOn, startOfDay(served));
  notice.servedOnRole = age < 14 && random.chance(0.8) ? 'custodian' : 'child';
  notice.serviceMethod = random.chance(0.7) ? 'P' : 'R';
}

export function fileNotice({ random }: Telling, notice: Notice, filed: number): void {
  notice.filed = filed;
  notice.courtCode = random.weighted(shares.courts);
}
