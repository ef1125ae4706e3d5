import { DAY, dayAt, dayOfText, MINUTE, startOfDay } from './calendar.ts';
import { coincide } from './coincidences.ts';
import { emptyLife, type Identity, type Life, type Telling } from './life.ts';
import { liveInCustody } from './live-in-custody.ts';
import { liveOutside } from './live-outside.ts';
import { liveWithNotice } from './live-with-notice.ts';
import { idsOf, inventAge, inventPerson, tagOf } from './people.ts';
import { Random } from './random.ts';
import * as shares from './shares.ts';

interface LifeOptions {
  seed: string;
  /** Moments: nobody is apprehended before `from`, nothing happens after `until`. */
  from: number;
  until: number;
}

/** One child's life. The same seed and index give the same life, whatever the number of children. */
export function liveLife(index: number, options: LifeOptions): Life {
  const random = new Random(options.seed, `life ${index}`);
  const apprehendedAt = apprehension(random, options);
  const bornOn = dayAt(apprehendedAt) - inventAge(random);
  const life = emptyLife(index, idsOf(options.seed, index), inventPerson(random, bornOn), bornOn);
  life.identity = identity(random);
  const tag = tagOf(options.seed, index);
  let count = 0;
  const telling: Telling = {
    life,
    random,
    until: options.until,
    nextId: (kind) => `${kind}-${tag}-${(count += 1)}`,
  };
  liveInCustody(telling, apprehendedAt);
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

/** Fiscal years begin on 1 October of the year before. */
function apprehension(random: Random, { from, until }: LifeOptions): number {
  const latest = Math.max(from, until - 5 * DAY);
  const years = shares.referrals
    .map(([year, weight]) => {
      const start = startOfDay(dayOfText(`${year - 1}-10-01`));
      const end = startOfDay(dayOfText(`${year}-10-01`));
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
