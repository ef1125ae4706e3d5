import type { AccountabilityMeasure } from '../../domain/accountability.ts';

/** Of the definitions below. A change of any of them is a new one, and both stay in docs/audit.md. */
export const ACCOUNTABILITY_VERSION = 'accountability-4';

/** A count as auditors published it. */
export interface AuditFigure {
  /** As they wrote it. */
  figure: string;
  /** Of which day or period. */
  as: string;
  source: string;
}

export interface MeasureDefinition {
  title: string;
  definition: string;
  audit: readonly AuditFigure[];
}

/** What each count of the auditors' table means, and what they found; docs/audit.md tells each rule in full. */
export const measureDefinitions: Record<AccountabilityMeasure, MeasureDefinition> = {
  transferred: {
    title: 'Transferred',
    definition: 'distinct children handed by ICE to HHS in the fiscal years, up to the date',
    audit: [
      { figure: '448,820', as: 'FY2019-FY2023', source: 'DHS OIG-25-21' },
      { figure: 'more than 448,000', as: 'FY2019-FY2023', source: 'DHS OIG-24-46' },
    ],
  },
  'no-notice-to-appear': {
    title: 'No Notice to Appear',
    definition:
      'transferred, and as of the date no Notice to Appear that stands was served or filed (noticeToAppear is none or issued), or all ' +
      'are cancelled and none had been served or filed',
    audit: [
      { figure: 'more than 291,000', as: 'May 2024', source: 'DHS OIG-24-46' },
      { figure: 'more than 233,000', as: 'January 2025', source: 'DHS OIG-25-21' },
    ],
  },
  'failed-to-appear': {
    title: 'Failed to appear',
    definition:
      'transferred, and as of the date at least one failure to appear (in-absentia order, or closed for it) that no granted ' +
      'reopening of that day or later has cured',
    audit: [
      { figure: 'more than 32,000', as: 'FY2019-FY2023', source: 'DHS OIG-24-46' },
      { figure: 'more than 43,000', as: 'October 2024', source: 'DHS OIG-25-21' },
    ],
  },
  'unusable-address': {
    title: 'Unusable address',
    definition:
      'transferred, and the address on the latest release to a sponsor is blank, undeliverable or without its unit',
    audit: [{ figure: '31,322', as: 'FY2019-FY2023', source: 'DHS OIG-25-21' }],
  },
  unverified: {
    title: 'Unverified',
    definition:
      'transferred, and as of the date placement is released and verification unverified: the latest sign of lost contact is not ' +
      'followed by a contact. For people to act on, not a finding',
    audit: [{ figure: 'never published', as: '', source: '' }],
  },
};
