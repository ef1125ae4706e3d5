import type { Command } from '../command.ts';
import { applyTopics } from './apply-topics.ts';
import { checkConfig } from './check-config.ts';
import { feedFile } from './feed-file.ts';
import { issueTokenCommand } from './issue-token.ts';
import { listFeeds } from './list-feeds.ts';
import { listObligations } from './list-obligations.ts';
import { migrateStore } from './migrate-store.ts';
import { previewPolicyCommand } from './preview-policy.ts';
import { rebuildProjection } from './rebuild-projection.ts';
import { rewindConsumer } from './rewind-consumer.ts';
import { serveRoles } from './serve-roles.ts';
import { showDisclosures } from './show-disclosures.ts';
import { showReport } from './show-report.ts';
import { showStatus } from './show-status.ts';
import { showWorklist } from './show-worklist.ts';
import { simulateAgencies } from './simulate-agencies.ts';
import { startService } from './start-service.ts';

/** In the order `--help` lists them. */
export const commands: readonly Command[] = [
  startService,
  serveRoles,
  showStatus,
  showReport,
  showWorklist,
  showDisclosures,
  listObligations,
  listFeeds,
  feedFile,
  issueTokenCommand,
  simulateAgencies,
  rewindConsumer,
  rebuildProjection,
  previewPolicyCommand,
  migrateStore,
  applyTopics,
  checkConfig,
];
