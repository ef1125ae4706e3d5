/**
 * The partition numbers that are a member's when a group shares `partitions` of them: every n-th, members in order
 * of their ids. A number means that partition of every topic, so records of one key stay with one member.
 */
export function shareOf(member: string, members: readonly string[], partitions: number): number[] {
  const ordered = [...new Set([...members, member])].sort((a, b) => (a < b ? -1 : 1));
  const mine = ordered.indexOf(member);
  const share: number[] = [];
  for (let number = mine; number < partitions; number += ordered.length) share.push(number);
  return share;
}
