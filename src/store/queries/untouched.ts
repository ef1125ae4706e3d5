/**
 * A condition for queries inside `withKnownAt` (reconciler/known-at.ts), whose temporary table it reads: nothing of the child's component
 * was received since, so what is stored of it was known then.
 */
export const untouched = `child_id not in (select status.child_id
  from touched join projection.child_status status using (component_id))`;
