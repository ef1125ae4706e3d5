import { memoryLog } from '../../../src/log/memory/memory-log.ts';
import { eventLogSuite } from '../../suites/event-log.suite.ts';

eventLogSuite('memory', {
  create: async () => memoryLog(),
  second: async () => null,
  features: { durable: false, shared: false, compaction: false, retention: false },
});
