import type { PoolClient } from '../store/pool.ts';
import { addNotices } from '../store/queries/add-notices.ts';
import { deleteChildren } from '../store/queries/delete-children.ts';
import { insertRecords } from '../store/queries/insert-records.ts';
import { addOverusedEvents } from '../store/queries/overused-events.ts';
import { addOverusedIdentifiers } from '../store/queries/overused-identifiers.ts';
import { relinkRecords } from '../store/queries/relink-records.ts';
import { replaceHistory } from '../store/queries/replace-history.ts';
import { writeFindings } from '../store/queries/write-findings.ts';
import { insertStatuses, updateStatuses } from '../store/queries/write-statuses.ts';
import type { Plan } from './plan-component.ts';

/** Write what was decided, but for the changes of the feed: they take a lock that is to be held briefly, at the end. */
export async function writePlan(tx: PoolClient, plan: Plan): Promise<void> {
  await insertRecords(tx, plan.records);
  await addOverusedEvents(tx, plan.overusedEvents);
  await addOverusedIdentifiers(tx, plan.overusedIds);
  await relinkRecords(tx, plan.relinks);
  await deleteChildren(tx, plan.gone);
  await insertStatuses(tx, plan.newStatuses);
  await updateStatuses(tx, plan.statuses);
  await replaceHistory(tx, plan.histories, plan.hadHistory);
  await writeFindings(tx, plan.findings);
  await addNotices(tx, plan.notices);
}
