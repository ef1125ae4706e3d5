import { none, type Contradiction, type DiscrepancyRule } from './rule.ts';

/**
 * Strictly both may be true for a while: a child moves, and one agency hears of it first. But both say where the child is
 * to be reached now, and the child lives in one place; so each stays, the address is `conflicting`, and the owner of
 * the fact is told. It holds exactly as long as docs/domain.md §7 says conflicting.
 */
export const addressesDiffer: DiscrepancyRule = {
  id: 'addresses-differ',
  owner: 'HHS',
  why: 'HHS and the court each have a usable address in force, and they differ: notices of hearings go to one, calls to the other (OIG-25-21)',
  closedBy:
    'an address of either that is the other’s, or that cannot be used; the child’s return to custody or care',
  find({ facts, addresses }) {
    if (facts['eoir.address-change'].length === 0) return none;
    if (facts['hhs.release'].length === 0 && facts['hhs.address'].length === 0) return none;
    const runs = addresses();
    let found: Contradiction[] | undefined;
    for (let i = 0; i < runs.length; i++) {
      const { value, basis, from } = runs[i]!;
      if (value !== 'conflicting') continue;
      (found ??= []).push({
        rule: 'addresses-differ',
        records: [...basis],
        owner: 'hhs',
        detail: 'the address that HHS has and the one that the court has are both usable and differ',
        from,
        until: runs[i + 1]?.from ?? Infinity,
      });
    }
    return found ?? none;
  },
};
