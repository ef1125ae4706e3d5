import { DAY, dayAt, fiscalYearBounds, MINUTE } from './calendar.ts';
import { coincide } from './coincidences.ts';
import { emptyLife, type Identity, type Life, type Telling } from './life.ts';
import { type Beginning, liveInCustody } from './live-in-custody.ts';
import { liveOutside } from './live-outside.ts';
import { liveWithNotice } from './live-with-notice.ts';
import { idsOf, inventAge, inventPerson, tagOf } from './people.ts';
import type { Plan } from './plan.ts';
import { Random } from './random.ts';
import * as shares from './shares.ts';

interface LifeOptions {
  seed: string;
  /** Moments: nobody is apprehended before `from`, nothing happens after `until`. */
  from: number;
  until: number;
}

/**
 * One child's life. The same seed, index and plan give the same life, whatever the number of children. A plan guides a life and
 * does not force it: another `attempt` is another life.
 */
export function liveLife(index: number, options: LifeOptions, plan: Plan | null = null, attempt = 0): Life {
  const random = new Random(options.seed, attempt === 0 ? `life ${index}` : `life ${index} ${attempt}`);
  const begins: Beginning =
    plan === null
      ? { apprehendedAt: apprehension(random, options) }
      : { transferredAt: handedOver(random, plan.fiscalYear) };
  const bornOn =
    dayAt('apprehendedAt' in begins ? begins.apprehendedAt : begins.transferredAt) - inventAge(random);
  const life = emptyLife(index, idsOf(options.seed, index), inventPerson(random, bornOn), bornOn);
  life.identity = identity(random);
  // ICE served no notice on a child it has no A-number of.
  if (plan !== null && plan.notice !== 'never' && life.identity === 'never') life.identity = 'a-number';
  const tag = tagOf(options.seed, index);
  let count = 0;
  const telling: Telling = {
    life,
    random,
    until: options.until,
    plan,
    nextId: (kind) => `${kind}-${tag}-${(count += 1)}`,
  };
  liveInCustody(telling, begins);
  liveWithNotice(telling);
  liveOutside(telling);
  coincide(telling);
  return life;
}

function identity(random: Random): Identity {
  const at = random.share();
  if (at < 0.02) return 'never';
  if (at < 0.025) return 'mixed-up';
  if (at < 0.027) return 'healed';
  return random.chance(shares.EARLY_WITHOUT_A_NUMBER) ? 'early-without' : 'a-number';
}

/** Any minute of the fiscal year. */
function handedOver(random: Random, fiscalYear: number): number {
  const { low, high } = fiscalYearBounds(fiscalYear);
  return low + Math.floor((random.share() * (high - low)) / MINUTE) * MINUTE;
}

/** Fiscal years begin on 1 October of the year before. */
function apprehension(random: Random, { from, until }: LifeOptions): number {
  const latest = Math.max(from, until - 5 * DAY);
  const years = shares.referrals
    .map(([year, weight]) => {
      const { low: start, high: end } = fiscalYearBounds(year);
      const low = Math.max(start, from);
      const high = Math.min(end, latest);
      return { low, high, weight: (weight * Math.max(0, high - low)) / (end - start) };
    })
    .filter(({ weight }) => weight > 0);
  let at = random.share() * years.reduce((sum, { weight }) => sum + weight, 0);
  for (const { low, high, weight } of years) {
    if (at < weight) return low + Math.floor(((at / weight) * (high - low)) / MINUTE) * MINUTE;
    at -= weight;
  }
  return from + Math.floor((random.share() * (latest - from)) / MINUTE) * MINUTE;
}
