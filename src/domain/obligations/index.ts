import { ageOutPlan } from './age-out-plan.ts';
import { confirmArrival } from './confirm-arrival.ts';
import { fileNta } from './file-nta.ts';
import { notifyHhs } from './notify-hhs.ts';
import { notifyRelease } from './notify-release.ts';
import { reportHearingOutcome } from './report-hearing-outcome.ts';
import { reportLeftCare } from './report-left-care.ts';
import { respondToMissedHearing } from './respond-to-missed-hearing.ts';
import type { ObligationRule } from './rule.ts';
import { scheduleHearing } from './schedule-hearing.ts';
import { serveNta } from './serve-nta.ts';
import { serveNtaOnCustodian } from './serve-nta-on-custodian.ts';
import { tellCourtNewAddress } from './tell-court-new-address.ts';
import { tenDaysBeforeHearing } from './ten-days-before-hearing.ts';
import { transferToHhs } from './transfer-to-hhs.ts';
import { usableAddress } from './usable-address.ts';
import { wellbeingCall } from './wellbeing-call.ts';

/** Every duty there is, in the order in which a child's life meets them; the only list of them. */
export const obligationRules: readonly ObligationRule[] = [
  notifyHhs,
  transferToHhs,
  confirmArrival,
  serveNta,
  serveNtaOnCustodian,
  fileNta,
  scheduleHearing,
  tenDaysBeforeHearing,
  reportHearingOutcome,
  respondToMissedHearing,
  notifyRelease,
  usableAddress,
  tellCourtNewAddress,
  wellbeingCall,
  reportLeftCare,
  ageOutPlan,
];
