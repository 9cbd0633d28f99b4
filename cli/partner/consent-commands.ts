/** `taxiway partner consents` and `revoke`: the customer's side. */
import { Command } from 'commander'
import type { Consent, ConsentRevoked } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { counted, outputOf } from '../terminal/output.ts'

export function consentsCommand(): Command {
  const command = withContextOption(new Command('consents'))
    .description('As a customer: list what partners may do for you, and what ended.')
    .action(async () => {
      const graph = connect(await contextFor(command))
      const { value } = await ofTaxiway(graph, () =>
        graph.get<{ value: Consent[] }>('/admin/v1/partners'),
      )
      const output = outputOf(command)
      const listed = value.map((each) => ({ ...each, partnerName: each.partner.displayName }))
      output.rows(listed, [
        { key: 'id', title: 'Consent' },
        { key: 'partnerName', title: 'Partner' },
        { key: 'state', title: 'State' },
        { key: 'scopes', title: 'May' },
        { key: 'validUntil', title: 'Until' },
        { key: 'devices', title: 'Devices' },
      ])
      output.say(`${counted(value.length, 'consent')}.`)
    })
  return withExamples(command, { 'taxiway partner consents --json': 'every detail, as JSON' })
}

export function revokeCommand(): Command {
  const command = withConfirmOptions(withContextOption(new Command('revoke')))
    .description('As a customer: end a consent at once. Registered devices stay registered.')
    .argument('<consent>')
    .option('--reason <text>', 'for your own records')
    .action(async (id: string, options: Confirmation & { reason?: string }) => {
      const graph = connect(await contextFor(command))
      await askToConfirm(`Revoke the consent ${id}?`, options)
      const path = `/admin/v1/consents/${encodeURIComponent(id)}/revoke`
      const body = JSON.stringify({ reason: options.reason ?? null })
      const done = await ofTaxiway(graph, () => graph.post<ConsentRevoked>(path, body))
      const output = outputOf(command)
      if (output.format === 'json') output.json(done)
      output.say(`Revoked; ${counted(done.rowsStopped, 'waiting row')} refused.`)
    })
  return withExamples(command, {
    'taxiway partner revoke <consent> --reason "Contract ended"': 'asks first',
    'taxiway partner revoke <consent> --yes': 'without confirmation, for scripts',
  })
}
