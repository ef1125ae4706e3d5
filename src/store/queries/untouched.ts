/**
 * A condition for queries inside `withKnownAt` (reconciler/known-at.ts), whose temporary table it reads: nothing of the child's component
 * was received since, so what is stored of it was known then. As `not in` the same is looked through whole for each child, once the
 * touched are too many for the memory of a sort.
 * @param childId the column, with its table's name
 */
export function untouched(childId: string): string {
  return `not exists (select from projection.child_status status join touched using (component_id)
    where status.child_id = ${childId})`;
}
