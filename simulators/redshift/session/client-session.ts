import { Buffer } from 'node:buffer';
import type { Duplex } from 'node:stream';
import type { Plan, Situation } from '../sql/plan.ts';
import { planQuery } from '../sql/plan.ts';
import { buildFrame, type Frame, FrameSplitter } from '../wire/frame.ts';
import { commandComplete, emptyQueryResponse, readyForQuery } from '../wire/messages.ts';
import { createAnswerFilter, ISOLATION_VIOLATION } from './answer-filter.ts';
import type { Backend } from './backend.ts';
import type { SessionContext } from './context.ts';
import { type CopyFacts, runCopy } from './copy-session.ts';
import { Dialog } from './dialog.ts';

/**
 * What lies between a client and PostgreSQL. Statements are read, changed or refused on their way there; what comes back
 * passes as it is, but for a few messages that the answer filter turns into Redshift's.
 */
export class ClientSession {
  readonly #client: Duplex;
  readonly #backend: Backend;
  readonly #context: SessionContext;
  readonly #dialog: Dialog;
  readonly #filter = createAnswerFilter();
  #hasOpenCursor = false;
  #copyFacts: CopyFacts | undefined;

  constructor(client: Duplex, backend: Backend, context: SessionContext) {
    this.#client = client;
    this.#backend = backend;
    this.#context = context;
    this.#dialog = new Dialog(backend, (frame) => this.#passOn(frame));
  }

  /** Serves the client until it or PostgreSQL goes away. */
  async run(): Promise<void> {
    const splitter = new FrameSplitter();
    this.#backend.closed.then(() => this.#client.destroy());
    // A client that is gone takes nothing any more, and PostgreSQL must not wait for it with locks in its hands.
    for (const event of ['drain', 'close']) this.#client.on(event, () => this.#backend.resume());
    try {
      for await (const chunk of this.#client) {
        for (const frame of splitter.push(chunk)) await this.#onMessage(frame);
      }
    } finally {
      this.#backend.close();
    }
  }

  async #onMessage(frame: Frame): Promise<void> {
    if (this.#context.faults.cutsNow()) {
      this.#backend.close();
      return;
    }
    switch (frame.type) {
      case 'Q':
        await this.#dialog.synced();
        return await this.#runQuery(textOf(frame.body, 0));
      case 'P':
        return await this.#parse(frame);
      case 'X':
        this.#client.end();
        return;
      default:
        return await this.#dialog.forward(frame.bytes, frame.type);
    }
  }

  /** A simple query: one or several statements, which are one transaction unless there is an open one. */
  async #runQuery(sql: string): Promise<void> {
    const plans = await planQuery(sql, this.#situation(false));
    if (plans.length === 0) this.#write(emptyQueryResponse());

    const isGroup = plans.length > 1 && this.#dialog.status === 'I';
    const wraps = isGroup && !plans.some(({ kind }) => kind === 'transaction');
    if (wraps) await this.#dialog.run('BEGIN');
    for (const plan of plans) {
      if (!(await this.#runPlan(plan))) break;
    }
    if (wraps) await this.#endGroup();
    const { status } = this.#dialog;
    if (status === 'I') this.#hasOpenCursor = false;
    this.#write(readyForQuery(status));
  }

  async #endGroup(): Promise<void> {
    const { status } = this.#dialog;
    if (status === 'T') await this.#dialog.run('COMMIT');
    if (status === 'E') await this.#dialog.run('ROLLBACK');
  }

  /** Answers whether it worked. */
  async #runPlan(plan: Plan): Promise<boolean> {
    switch (plan.kind) {
      case 'refused':
        return await this.#relay(this.#filter.refuse(plan.error));
      case 'substitute':
        return (await this.#runUnseen(plan.sql)) && this.#complete(plan.tag);
      case 'truncate':
        return await this.#truncate(plan.sql);
      case 'copy':
        return await this.#copy(plan.command);
      case 'transaction':
        return await this.#endOrBegin(plan.sql, plan.isCommit);
      case 'statement':
        return await this.#runStatement(plan);
      default:
        return plan satisfies never;
    }
  }

  async #runStatement(plan: Extract<Plan, { kind: 'statement' }>): Promise<boolean> {
    if (plan.readsCopyFacts === true) await this.#tellCopyFacts();
    if (plan.assertion !== undefined && !(await this.#runUnseen(plan.assertion))) return false;
    const hasWorked = await this.#relay(plan.sql);
    if (hasWorked && plan.opensCursor === true) this.#hasOpenCursor = true;
    if (hasWorked && plan.closesCursor === true) this.#hasOpenCursor = false;
    return hasWorked;
  }

  async #endOrBegin(sql: string, isCommit: boolean): Promise<boolean> {
    if (isCommit && this.#dialog.status === 'T' && this.#context.faults.takeConflict()) {
      await this.#relay(this.#filter.refuse(ISOLATION_VIOLATION));
      await this.#dialog.run('ROLLBACK');
      return false;
    }
    return await this.#relay(sql);
  }

  /** TRUNCATE commits itself and all that came before it in the transaction. */
  async #truncate(sql: string): Promise<boolean> {
    const hasWorked = await this.#relay(sql);
    if (hasWorked && this.#dialog.status === 'T') await this.#dialog.run('COMMIT');
    return hasWorked;
  }

  async #copy(command: Extract<Plan, { kind: 'copy' }>['command']): Promise<boolean> {
    const { facts, hasWorked } = await runCopy(command, {
      dialog: this.#dialog,
      context: this.#context,
      database: this.#backend.database,
      session: this.#backend.processId,
      write: (bytes) => this.#write(bytes),
      passOn: (frame) => this.#passOn(frame),
      fail: (error) => this.#relay(this.#filter.refuse(error)),
    });
    if (facts !== undefined) this.#copyFacts = facts;
    return hasWorked;
  }

  /** In PostgreSQL a setting goes back with its transaction, so it is made right before it is asked for. */
  async #tellCopyFacts(): Promise<void> {
    if (this.#copyFacts === undefined || this.#dialog.status === 'E') return;
    const { queryId, rowCount } = this.#copyFacts;
    await this.#dialog.run(
      `SELECT set_config('redshift_stand_in.last_copy_id', '${queryId}', false),
         set_config('redshift_stand_in.last_copy_count', '${rowCount}', false)`,
    );
  }

  /** An error in the extended protocol makes PostgreSQL skip all up to the next Sync, so refusals go through it too. */
  async #parse(frame: Frame): Promise<void> {
    const nameEnd = frame.body.indexOf(0);
    const sql = textOf(frame.body, nameEnd + 1);
    const rest = frame.body.subarray(nameEnd + 1 + Buffer.byteLength(sql) + 1);
    const plans = await planQuery(sql, this.#situation(true));
    if (plans.some((plan) => plan.kind === 'statement' && plan.readsCopyFacts === true)) {
      await this.#dialog.synced();
      await this.#tellCopyFacts();
    }
    const rewritten = plans.length > 1 ? sql : this.#preparedSql(plans[0]);
    const body = Buffer.concat([frame.body.subarray(0, nameEnd + 1), Buffer.from(`${rewritten}\0`), rest]);
    await this.#dialog.forward(buildFrame('P', body), 'P');
  }

  #preparedSql(plan: Plan | undefined): string {
    if (plan === undefined) return '';
    if (plan.kind === 'statement' || plan.kind === 'transaction') return plan.sql;
    const error = plan.kind === 'refused' ? plan.error : { code: '0A000', message: 'cannot be prepared' };
    return this.#filter.refuse(error);
  }

  #situation(isPrepared: boolean): Situation {
    return { inBlock: this.#dialog.status !== 'I', isPrepared, hasOpenCursor: this.#hasOpenCursor };
  }

  /** Runs a statement and passes its answers on, up to ReadyForQuery, which is ours to send. */
  async #relay(sql: string): Promise<boolean> {
    return await this.#dialog.run(sql, (frame) => this.#passOn(frame));
  }

  /** Runs a statement of which the client sees only an error. */
  async #runUnseen(sql: string): Promise<boolean> {
    return await this.#dialog.run(sql, (frame) => {
      if (frame.type === 'E') this.#passOn(frame);
    });
  }

  #complete(tag: string): true {
    this.#write(commandComplete(tag));
    return true;
  }

  #passOn(frame: Frame): void {
    const answer = this.#filter.translate(frame);
    if (answer !== undefined) this.#write(answer);
  }

  #write(bytes: Buffer): void {
    if (this.#client.destroyed) return;
    // An answer is many small messages; together they are one packet.
    if (this.#client.writableCorked === 0) {
      this.#client.cork();
      process.nextTick(() => this.#client.uncork());
    }
    if (!this.#client.write(bytes)) this.#backend.pause();
  }
}

/** A text that ends in a zero byte. */
function textOf(body: Buffer, start: number): string {
  return body.toString('utf8', start, body.indexOf(0, start));
}
