/** `taxiway enrollments`: devices in management, and the tokens with which they enroll. */
import { Command } from 'commander'
import type {
  EnrollmentSettings,
  EnrollmentTokenView,
  EnrollmentView,
  MadeEnrollmentToken,
} from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { everyPage } from '../graph/every-page.ts'
import { removeNamed } from '../graph/remove-named.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { counted, outputOf } from '../terminal/output.ts'

const path = '/admin/v1/enrollments'
const tokenPath = '/admin/v1/enrollment-tokens'
const settingsPath = '/admin/v1/enrollment-settings'

export function enrollmentsCommand(): Command {
  const command = new Command('enrollments').description(
    'Devices that enrolled in device management: with a token from the deployment service, from you, or by the\n' +
      'sign-in of a person.',
  )
  for (const each of [list(), token(), tokens(), withdraw(), unenroll(), revoke(), settings()])
    command.addCommand(each)
  return withExamples(command, {
    'taxiway enrollments list': 'which devices are enrolled',
    'taxiway enrollments token': 'let one more device enroll',
  })
}

function list(): Command {
  const command = withContextOption(new Command('list'))
    .description('List enrolled devices, newest first.')
    .option('--search <text>', 'part of the name, the user or the device id')
    .option('--state <state>', 'active, leaving or ended')
    .action(async (wanted: Readonly<Record<string, string>>) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const found = await everyPage<EnrollmentView>(
        graph,
        path,
        new URLSearchParams({ ...wanted, limit: '200' }),
      )
      output.rows(found, [
        { key: 'id', title: 'Enrollment' },
        { key: 'deviceName', title: 'Name' },
        { key: 'ownership', title: 'Ownership' },
        { key: 'userPrincipalName', title: 'User' },
        { key: 'state', title: 'State' },
        { key: 'enrolledDateTime', title: 'Enrolled' },
        { key: 'lastSeenDateTime', title: 'Last seen' },
      ])
      output.say(`${counted(found.length, 'enrolled device')}.`)
    })
  return withExamples(command, { 'taxiway enrollments list --state active': 'without former ones' })
}

function token(): Command {
  const command = withContextOption(new Command('token'))
    .description('Make a token with which one device enrolls, once, within ten minutes.')
    .option('--user <upn>', 'for whom the device enrolls')
    .option('--personal', 'the device is the person’s own')
    .action(async ({ user, personal }: { user?: string; personal?: true }) => {
      const graph = connect(await contextFor(command))
      const body = JSON.stringify({
        ...(user !== undefined && { userPrincipalName: user }),
        ownership: personal ? 'personal' : 'corporate',
      })
      const made = await ofTaxiway(graph, () => graph.post<MadeEnrollmentToken>(tokenPath, body))
      outputOf(command).rows(
        [made],
        [
          { key: 'token', title: 'Token' },
          { key: 'discoveryUrl', title: 'Server' },
          { key: 'expiresAt', title: 'Good until' },
        ],
      )
    })
  return withExamples(command, {
    'taxiway enrollments token --personal': 'for a device of somebody’s own',
  })
}

function tokens(): Command {
  const command = withContextOption(new Command('tokens'))
    .description('List tokens of the last day, without their secrets.')
    .action(async () => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const value = await everyPage<EnrollmentTokenView>(graph, tokenPath)
      output.rows(value, [
        { key: 'id', title: 'Token' },
        { key: 'state', title: 'State' },
        { key: 'userPrincipalName', title: 'User' },
        { key: 'createdBy', title: 'Made by' },
        { key: 'expiresDateTime', title: 'Good until' },
      ])
      output.say(`${counted(value.length, 'token')}.`)
    })
  return withExamples(command, { 'taxiway enrollments tokens': 'which are still unused' })
}

function withdraw(): Command {
  const command = withContextOption(new Command('withdraw'))
    .description('Withdraw a token that no device has used.')
    .argument('<id>')
    .action(async (id: string) => {
      const graph = connect(await contextFor(command))
      const named = { what: `token ${id}`, list: 'taxiway enrollments tokens' }
      await ofTaxiway(graph, () =>
        removeNamed(graph, `${tokenPath}/${encodeURIComponent(id)}`, named),
      )
      outputOf(command).say('Withdrawn.')
    })
  return withExamples(command, { 'taxiway enrollments withdraw <id>': 'nobody enrolls with it' })
}

function unenroll(): Command {
  const command = withConfirmOptions(withContextOption(new Command('unenroll')))
    .description('Ask a device, at its next session, to leave management.')
    .argument('<id>')
    .action(async (id: string, options: Confirmation) => {
      await askToConfirm('Ask the device to leave management?', options)
      await act(command, id, 'unenroll')
    })
  return withExamples(command, {
    'taxiway enrollments unenroll <id> --yes': 'without confirmation',
  })
}

function revoke(): Command {
  const command = withConfirmOptions(withContextOption(new Command('revoke')))
    .description(
      'End an enrollment at once: the certificate of the device is refused from then on.',
    )
    .argument('<id>')
    .action(async (id: string, options: Confirmation) => {
      await askToConfirm('Refuse the device from now on?', options)
      await act(command, id, 'revoke')
    })
  return withExamples(command, { 'taxiway enrollments revoke <id>': 'for a stolen device' })
}

async function act(command: Command, id: string, name: 'unenroll' | 'revoke'): Promise<void> {
  const graph = connect(await contextFor(command))
  await ofTaxiway(graph, () => graph.post(`${path}/${encodeURIComponent(id)}/${name}`, '{}'))
  outputOf(command).say('Done.')
}

type Switches = { readonly pause?: boolean; readonly convert?: boolean }

function settings(): Command {
  const command = withContextOption(new Command('settings'))
    .description('Show whether devices may enroll and register themselves, or change it.')
    .option('--pause', 'no device enrolls for now')
    .option('--no-pause', 'devices enroll again')
    .option('--convert', 'enrolled devices of the organization register themselves')
    .option('--no-convert', 'they do not; what is registered stays')
    .action(async ({ pause, convert }: Switches) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const change = {
        ...(pause !== undefined && { isPaused: pause }),
        ...(convert !== undefined && { convertAllTargetedDevices: convert }),
      }
      const now = await ofTaxiway(graph, () =>
        Object.keys(change).length === 0
          ? graph.get<EnrollmentSettings>(settingsPath)
          : graph.patch<EnrollmentSettings>(settingsPath, JSON.stringify(change)),
      )
      output.rows(
        [now],
        [
          { key: 'isPaused', title: 'Paused' },
          { key: 'convertAllTargetedDevices', title: 'Convert to Autopilot' },
        ],
      )
    })
  return withExamples(command, { 'taxiway enrollments settings --convert': 'register all of them' })
}
