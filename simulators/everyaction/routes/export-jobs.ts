import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { Committee } from '../committee.ts';
import type { RouteContext } from './context.ts';

interface ExportJob {
  readonly exportJobId: number;
  readonly resourceType: string;
  readonly dateChangedFrom: string;
  polls: number;
}

const filesOfAJob = 2;

/** Exports of what changed: a job is made, polled, and done after a while, with its rows spread over two files. */
export function addExportRoutes(app: FastifyInstance, { committee, knobs, clock }: RouteContext): void {
  const jobs = new WeakMap<Committee, Map<number, ExportJob>>();

  app.get('/changedEntityExportJobs/resources', (_request, reply) => reply.send(['Contacts']));

  app.post('/changedEntityExportJobs', (request, reply) => {
    const { resourceType, dateChangedFrom } = Object(request.body);
    if (resourceType !== 'Contacts' || Number.isNaN(Date.parse(dateChangedFrom))) {
      throw new ApiError(400, "'resourceType' and 'dateChangedFrom' are required.", ['resourceType']);
    }
    const known = jobs.get(committee()) ?? new Map<number, ExportJob>();
    const job = { exportJobId: known.size + 1, resourceType, dateChangedFrom, polls: 0 };
    jobs.set(committee(), known.set(job.exportJobId, job));
    return reply.code(201).send(jobJson(job, `${request.protocol}://${request.host}`));
  });

  app.get<{ Params: { id: string } }>('/changedEntityExportJobs/:id(^\\d+$)', (request) => {
    const job = existingJob(request.params.id);
    job.polls += 1;
    return jobJson(job, `${request.protocol}://${request.host}`);
  });

  app.get<{ Params: { id: string; file: string } }>(
    '/changedEntityExportJobs/:id(^\\d+$)/files/:file(^\\d+$)',
    (request, reply) => {
      existingJob(request.params.id);
      const people = committee().people();
      const half = Math.ceil(people.length / filesOfAJob);
      const part = people.slice(Number(request.params.file) * half, (Number(request.params.file) + 1) * half);
      const rows = part.map(({ vanId, firstName, lastName }) => `${vanId},${firstName},${lastName}`);
      return reply.type('text/csv').send(['VanID,FirstName,LastName', ...rows, ''].join('\r\n'));
    },
  );

  function existingJob(id: string): ExportJob {
    const job = jobs.get(committee())?.get(Number(id));
    if (job === undefined) throw new ApiError(404, 'The specified resource was not found.');
    return job;
  }

  function jobJson({ polls, ...job }: ExportJob, origin: string) {
    const isComplete = polls >= knobs.values.exportPolls;
    const dateExpired = withOffset(clock.now() + 24 * 3_600_000);
    const files = Array.from({ length: filesOfAJob }, (_, index) => ({
      downloadUrl: `${origin}/van/v4/changedEntityExportJobs/${job.exportJobId}/files/${index}`,
      dateExpired,
    }));
    return {
      ...job,
      jobStatus: isComplete ? 'Complete' : polls === 0 ? 'Pending' : 'InProcess',
      message: isComplete ? 'Finished processing export job' : 'Created export job',
      code: null,
      exportedRecordCount: isComplete ? committee().people().length : 0,
      files: isComplete ? files : [],
    };
  }
}

/** Dates come with a numeric offset and seven digits of fraction. */
function withOffset(ms: number): string {
  return `${new Date(ms - 4 * 3_600_000).toISOString().slice(0, -1)}0000-04:00`;
}
