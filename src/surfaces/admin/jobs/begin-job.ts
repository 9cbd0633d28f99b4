/** A job as it was requested, previewed or begun. */
import type { z } from 'zod'
import { nameOfCaller } from '../../../core/access/caller.ts'
import { actorOf } from '../../../core/audit/audit.ts'
import { DomainError } from '../../../core/errors.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { Selection } from '../../../core/jobs/chosen-devices.ts'
import type { JobRequest } from '../../../core/jobs/device-job.ts'
import { previewChange } from '../../../core/jobs/preview-change.ts'
import { isWide, startJob } from '../../../core/jobs/start-job.ts'
import { findJob } from '../../../core/jobs/undo-job.ts'
import { newUuid } from '../../../core/uuid.ts'
import type { Input } from '../../http/route.ts'
import { wantedDevices } from '../devices/wanted-devices.ts'
import { type deviceJobAnswer, presentDeviceJob } from './job-contract.ts'
import { type Body, type DeviceJobDeps, requireKind } from './job-ports.ts'

export async function begin({
  ports,
  caller,
  body,
}: Input<DeviceJobDeps, Body>): Promise<z.input<typeof deviceJobAnswer>> {
  const { tenantId } = caller
  const scope = await requireKind(ports, caller, body)
  const request = requestOf(body)
  const selection = await selectionOf(ports, tenantId, body.selection)
  const actor = actorOf(caller)
  const start = { tenantId, request, selection, by: nameOfCaller(caller), actor, scope }
  if (body.dryRun && request.kind === 'update-devices') {
    const { label, counts, rows } = await previewChange(ports, start, request.change)
    const preview = { ...start, id: newUuid(), label, isWide: isWide(start) }
    await ports.deviceJobs.keepPreview(preview, counts, rows)
    return presentDeviceJob(await findJob(ports.deviceJobs, tenantId, preview.id), ports.now())
  }
  const job = await startJob(ports, start)
  ports.onJob()
  return presentDeviceJob(job, ports.now())
}

function requestOf({ kind, act, change, format, columns }: Body): JobRequest {
  if (kind === 'delete-devices') return { kind, act }
  if (kind === 'export-devices') return { kind, format, columns }
  if (change === undefined)
    throw new DomainError('request-invalid', 'change: say what is to be changed.')
  return { kind, change: change as Extract<JobRequest, { kind: 'update-devices' }>['change'] }
}

async function selectionOf(
  { plans }: DeviceJobDeps,
  tenantId: TenantId,
  selection: Body['selection'],
): Promise<Selection> {
  if ('ids' in selection) return { ids: selection.ids }
  const { q, filter, except, expectedCount } = selection
  const wanted = await wantedDevices(plans, tenantId, { q, filter })
  return { filter: wanted, except: new Set(except), expectedCount }
}
