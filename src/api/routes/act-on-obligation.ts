import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  type ObligationAct,
  type ObligationOwner,
  type ObligationRuleId,
} from '../../contracts/obligation.ts';
import type { Agency } from '../../contracts/record.ts';
import { kindOf } from '../../contracts/refusal.ts';
import { Acknowledgement, ActId, ActReceipt, Waiver } from '../../contracts/worklist.ts';
import { actKey } from '../../domain/case-file.ts';
import type { Policy } from '../../domain/policy.ts';
import { ActLog, saysTheSame } from '../answers/acts.ts';
import type { Caller } from '../auth/caller.ts';
import { callerOf, type App, type RouteContext } from '../context.ts';
import type { ApiDeps } from '../deps.ts';
import { leadsNowhere } from '../answers/no-child.ts';
import { ProblemError } from '../problem.ts';
import { bodyProblems, json, problems } from '../responses.ts';
import { WorklistParams } from './read-worklist.ts';

type Act = ObligationAct['act'];
const kinds = [
  { act: 'acknowledge', path: 'acknowledgements', Body: Acknowledgement, word: 'acknowledgement' },
  { act: 'waive', path: 'waivers', Body: Waiver, word: 'waiver' },
] as const;

const ActParams = WorklistParams.extend({
  actId: ActId.describe('As it was given, or as the answer named it'),
});

/** Acknowledging, waiving, and taking either back: each is a record of its own, and the reconciler applies it like any other. */
export function actOnObligationRoutes(app: App, { deps }: RouteContext): void {
  const log = new ActLog(deps.log, deps.oversight);
  for (const { act, path, Body, word } of kinds) {
    app.post(
      `/v1/worklists/:obligation/${path}`,
      {
        config: { access: 'obligations:act' },
        schema: {
          operationId: act === 'waive' ? 'waiveObligation' : 'acknowledgeObligation',
          summary:
            act === 'waive'
              ? 'Say that a duty need not be done, and why'
              : 'Say that a duty was seen; some duties are met by it',
          description:
            'Only for the agency whose duty it is; a duty of the child’s side may be acted on by EOIR and HHS, who deal with it. ' +
            'Answered once it is durable; the worklist shows it a moment later. The same actId again is the same act.',
          tags: ['obligations'],
          params: WorklistParams,
          body: Body,
          response: {
            202: json('Durable in the log', ActReceipt),
            ...problems(
              'foreign-obligation',
              'unknown-child',
              'unknown-obligation',
              'waiting-child',
              'several-children',
              'yielded-child',
              'obligation-closed',
              'act-conflict',
              ...bodyProblems,
            ),
          },
        },
      },
      async (request, reply) => {
        const wish = { ...request.body, obligation: request.params.obligation, act };
        return reply.code(202).send(await take(deps, log, wish, callerOf(request)));
      },
    );
    app.delete(
      `/v1/worklists/:obligation/${path}/:actId`,
      {
        config: { access: 'obligations:act' },
        schema: {
          operationId: act === 'waive' ? 'takeBackWaiver' : 'takeBackAcknowledgement',
          summary: `Take the ${word} back`,
          description:
            'By the agency that made it. It stays in the timeline; the duty is as if it had never been.',
          tags: ['obligations'],
          params: ActParams,
          response: {
            202: json('Durable in the log', ActReceipt),
            ...problems('foreign-obligation', 'unknown-act', ...bodyProblems),
          },
        },
      },
      async (request, reply) => {
        const wish = { ...request.params, act };
        return reply.code(202).send(await takeBack(deps, log, wish, callerOf(request)));
      },
    );
  }
}

interface Wish extends z.infer<typeof Acknowledgement> {
  obligation: ObligationRuleId;
  act: Act;
  reason?: ObligationAct['reason'];
}

async function take(deps: ApiDeps, log: ActLog, wish: Wish, caller: Caller): Promise<ActReceipt> {
  const agency = agencyOf(caller);
  const owner = ownerOf(wish, agency, deps.oversight.policy);
  if (!mayActFor(agency, owner)) {
    const detail = `this duty is ${owner}’s; ${agency} may act on its own${agency === 'ice' ? '' : ', and on the child’s side’s'}`;
    throw new ProblemError('foreign-obligation', { detail });
  }
  const now = deps.clock();
  const actId = wish.actId ?? randomUUID();
  const recordId = `${agency}:${actId}`;
  const { obligation, subject, act, reason, reference } = wish;
  const said = {
    obligation,
    owner,
    subject,
    act,
    ...(reason === undefined ? {} : { reason }),
    ...(reference === undefined ? {} : { reference }),
  };
  const known = await log.find(recordId);
  if (known !== null) return again(actId, known.act, said, wish.occurredAt);

  const occurredAt = wish.occurredAt ?? now.toISOString();
  if (Date.parse(occurredAt) > now.getTime()) throw liesAhead(occurredAt);
  const childId = wish.childId.toLowerCase();
  await checkDuty(deps, { childId, rule: obligation, owner, subject }, now);
  const made: ObligationAct = {
    recordId,
    version: 1,
    occurredAt,
    recordedAt: now.toISOString(),
    ...said,
    by: caller.clientId,
  };
  const before = await log.take(made, childId);
  return before === null ? receiptOf(actId, made, 'accepted') : again(actId, before, said, wish.occurredAt);
}

function liesAhead(occurredAt: string): ProblemError {
  const reason = 'use a moment that has passed: an act is told once it is done';
  const errors = [{ code: 'invalid-value', field: '/occurredAt', reason, found: kindOf(occurredAt) }];
  return new ProblemError('invalid-request', { detail: 'what is wrong is in the body', errors });
}

/** An id that was used: the same act, or a mistake. */
function again(
  actId: string,
  known: ObligationAct,
  said: Parameters<typeof saysTheSame>[1],
  occurredAt: string | undefined,
): ActReceipt {
  if (known.voided === true) {
    throw new ProblemError('act-conflict', {
      detail: 'this act was taken back: give a new one an id of its own',
    });
  }
  if (!saysTheSame(known, said) || (occurredAt !== undefined && occurredAt !== known.occurredAt)) {
    throw new ProblemError('act-conflict', {
      detail: 'another act of this agency has this actId: give another',
    });
  }
  return receiptOf(actId, known, 'duplicate');
}

async function checkDuty(
  deps: ApiDeps,
  duty: { childId: string; rule: string; owner: string; subject: string },
  now: Date,
): Promise<void> {
  const found = await deps.oversight.findDuty(duty);
  if (found === null) {
    if ((await deps.store.readStatus(duty.childId)) !== null) throw new ProblemError('unknown-obligation');
    const alias = await deps.caseFiles.resolveAlias(duty.childId);
    if (alias.kind !== 'moved') throw new ProblemError(leadsNowhere(alias).kind);
    // A 308 would have clients send the act to where the child is read.
    throw new ProblemError('yielded-child', {
      detail: `send it again with the childId ${alias.to}, to which this one yielded`,
    });
  }
  if (found.closedAt !== null && found.closedAt <= now) throw new ProblemError('obligation-closed');
}

async function takeBack(
  deps: ApiDeps,
  log: ActLog,
  wish: { actId: string; obligation: ObligationRuleId; act: Act },
  caller: Caller,
): Promise<ActReceipt> {
  const recordId = `${agencyOf(caller)}:${wish.actId}`;
  const known = await log.find(recordId);
  if (known === null || known.act.obligation !== wish.obligation || known.act.act !== wish.act)
    throw new ProblemError('unknown-act');
  if (known.act.voided === true) return receiptOf(wish.actId, known.act, 'duplicate');
  const taken: ObligationAct = {
    ...known.act,
    version: known.act.version + 1,
    recordedAt: deps.clock().toISOString(),
    voided: true,
    by: caller.clientId,
  };
  const before = await log.take(taken, known.key);
  return receiptOf(wish.actId, before ?? taken, before === null ? 'accepted' : 'duplicate');
}

function agencyOf({ agency }: Caller): Agency {
  if (agency !== null) return agency;
  throw new ProblemError('foreign-obligation', { detail: 'the token names no agency to act for' });
}

function ownerOf({ obligation, owner }: Wish, agency: Agency, { rules }: Policy): ObligationOwner {
  if (owner !== undefined) return owner;
  const { owners } = rules.find(({ id }) => id === obligation)!;
  return owners.includes(agency) ? agency : owners[0]!;
}

/** The child's side has no system here: the court hears it, and HHS cares for the child. */
function mayActFor(agency: Agency, owner: ObligationOwner): boolean {
  return owner === agency || (owner === 'child' && agency !== 'ice');
}

function receiptOf(actId: string, act: ObligationAct, status: ActReceipt['status']): ActReceipt {
  return {
    actId,
    record: actKey(act.recordId),
    version: act.version,
    status,
    obligation: act.obligation,
    owner: act.owner,
    subject: act.subject,
    act: act.act,
    occurredAt: act.occurredAt,
    takenBack: act.voided === true,
  };
}
