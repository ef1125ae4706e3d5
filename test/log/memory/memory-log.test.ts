import { memoryLog } from '../../../src/log/memory/memory-log.ts';
import { eventLogSuite } from '../../suites/event-log.suite.ts';

eventLogSuite('memory', {
  create: async () => memoryLog(),
  second: async () => null,
  retention: false,
});
