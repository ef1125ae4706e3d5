import type { Facts } from '../facts.ts';

/** A moment that puts a child into custody or care, as its record writes it: UTC with milliseconds, so texts compare as times. */
export interface CareMoment {
  key: string;
  at: string;
}

/** Apprehensions, hand-overs to HHS and admissions, in no order. */
export function careMoments(facts: Facts): CareMoment[] {
  const found = intoHhsCare(facts);
  for (const { key, data } of facts['ice.custody-transfer'])
    if (data.apprehendedAt !== undefined) found.push({ key, at: data.apprehendedAt });
  return found;
}

/** Hand-overs to HHS and admissions, in no order. */
export function intoHhsCare(facts: Facts): CareMoment[] {
  const found: CareMoment[] = [];
  for (const { key, data } of facts['ice.custody-transfer'])
    if (data.direction === 'to-hhs') found.push({ key, at: data.transferredAt });
  for (const { key, data } of facts['hhs.placement']) found.push({ key, at: data.admittedAt });
  return found;
}

/** The earliest of `careMoments`, at one moment that of the smallest key; null: none. */
export function firstCare(facts: Facts): CareMoment | null {
  let first: CareMoment | null = null;
  for (const { key, data } of facts['ice.custody-transfer']) {
    const { apprehendedAt, transferredAt, direction } = data;
    if (apprehendedAt !== undefined && isFirst(apprehendedAt, key, first)) first = { key, at: apprehendedAt };
    if (direction === 'to-hhs' && isFirst(transferredAt, key, first)) first = { key, at: transferredAt };
  }
  for (const { key, data } of facts['hhs.placement']) {
    if (isFirst(data.admittedAt, key, first)) first = { key, at: data.admittedAt };
  }
  return first;
}

/** Whether it comes before the first so far. */
export function isFirst(at: string, key: string, first: CareMoment | null): boolean {
  return first === null || at < first.at || (at === first.at && key < first.key);
}
