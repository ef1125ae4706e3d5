export { discrepanciesOf } from './discrepancies/index.ts';
