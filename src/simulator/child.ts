import { deliver, type Delivery, type Faults } from './faults.ts';
import type { Life } from './life.ts';
import { liveLife } from './live-life.ts';
import { checkByName, mixUp, nameWrongChildFirst, onlyOrrId, type Stranger } from './mix-ups.ts';
import { tagOf } from './people.ts';
import type { Plan } from './plan.ts';
import { Random } from './random.ts';
import { tellLife, type ToldRecord } from './records.ts';
import { wentAsPlanned } from './went-as-planned.ts';

export interface Settings {
  seed: string;
  /** Moments. */
  from: number;
  until: number;
  faults: Faults;
  /** No record is recorded later. */
  recordedBy: number;
  /** What a scenario has settled about a child; null where nothing is. */
  planOf: ((index: number) => Plan) | null;
}

/** A child's life, what the agencies sent about it, and whom their mistakes made besides. */
export interface ToldChild {
  life: Life;
  strangers: Stranger[];
  /** Keys of records that wait for a person. */
  unlinked: Set<string>;
  delivery: Delivery;
}

/** Share of children beside whom a record by name alone arrives. */
const BY_NAME_ALONE = 0.003;

/** Far more than it ever took. */
const ATTEMPTS = 1000;
const allHeard: ReadonlySet<string> = new Set();

export function tellChild(index: number, settings: Settings): ToldChild {
  if (settings.planOf === null) return tell(liveLife(index, settings), settings);
  const plan = settings.planOf(index);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const life = liveLife(index, settings, plan, attempt);
    if (!wentAsPlanned(life, allHeard, plan)) continue;
    const told = tell(life, settings);
    if (told.unlinked.size === 0 || wentAsPlanned(life, told.unlinked, plan)) return told;
  }
  throw new Error(`seed ${settings.seed}: no life of child ${index} came out as planned`);
}

function tell(life: Life, settings: Settings): ToldChild {
  const { seed, until, faults, recordedBy } = settings;
  const { index } = life;
  const random = new Random(seed, `records ${index}`);
  const tag = tagOf(seed, index);
  let count = 0;
  const nextId = (kind: string): string => `${kind}-${tag}-F${(count += 1)}`;

  const own = tellLife(life, random, until);
  const strangers: Stranger[] = [];
  if (own.length > 0) {
    const last = Math.max(...own.map(({ versions }) => Date.parse(versions.at(-1)!.recordedAt)));
    if (life.identity === 'mixed-up') strangers.push(mixUp(life, seed, random, last, nextId('CALL')));
    if (random.chance(BY_NAME_ALONE)) strangers.push(checkByName(life, random, last, nextId('CHK')));
  }
  if (life.identity === 'healed') healOne(own, life, settings);

  const others = strangers.map(({ record }) => record);
  const delivery = deliver(own, others, faults, new Random(seed, `faults ${index}`), nextId, recordedBy);
  const unlinked = new Set<string>();
  if (life.identity === 'mixed-up' && strangers.length > 0) {
    for (const { key, content } of delivery.standing) if (onlyOrrId(content)) unlinked.add(key);
  }
  return { life, strangers, unlinked, delivery };
}

/** HHS's last record first named another child. */
function healOne(own: ToldRecord[], life: Life, { seed, recordedBy }: Settings): void {
  const place = own.findLastIndex(({ type }) => type.startsWith('hhs.'));
  const record = own[place];
  if (record !== undefined) own[place] = nameWrongChildFirst(record, life, seed, recordedBy);
}
