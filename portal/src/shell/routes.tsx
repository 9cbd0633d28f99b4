/** Which screen stands at which address. Each is loaded when somebody goes there. */
import { type ComponentType, lazy, type ReactNode } from 'react'
import type { Me } from 'taxiway-autopilot/admin'
import { Redirect, Route, Switch } from 'wouter'
import { useMe } from '../api/me.ts'
import { Bones, Loaded, NotFound } from '../look/states.tsx'
import { DevicesScreen } from '../screens/devices/devices-screen.tsx'
import { isFor, navItems } from './screens.tsx'

const OverviewScreen = screen(
  () => import('../screens/overview/overview-screen.tsx'),
  'OverviewScreen',
)
const ImportScreen = screen(() => import('../screens/import/import-screen.tsx'), 'ImportScreen')
const ImportsScreen = screen(() => import('../screens/imports/imports-screen.tsx'), 'ImportsScreen')
const ImportResult = screen(() => import('../screens/imports/import-result.tsx'), 'ImportResult')
const ProfilesScreen = screen(
  () => import('../screens/profiles/profiles-screen.tsx'),
  'ProfilesScreen',
)
const ProfileScreen = screen(
  () => import('../screens/profiles/profile-screen.tsx'),
  'ProfileScreen',
)
const GroupsScreen = screen(() => import('../screens/groups/groups-screen.tsx'), 'GroupsScreen')
const GroupScreen = screen(() => import('../screens/groups/group-screen.tsx'), 'GroupScreen')
const ConflictsScreen = screen(
  () => import('../screens/conflicts/conflicts-screen.tsx'),
  'ConflictsScreen',
)
const ConflictScreen = screen(
  () => import('../screens/conflicts/conflict-screen.tsx'),
  'ConflictScreen',
)
const DisputesScreen = screen(
  () => import('../screens/disputes/disputes-screen.tsx'),
  'DisputesScreen',
)
const DisputeScreen = screen(
  () => import('../screens/disputes/dispute-screen.tsx'),
  'DisputeScreen',
)
const IdentifiersScreen = screen(
  () => import('../screens/identifiers/identifiers-screen.tsx'),
  'IdentifiersScreen',
)
const AssociationsScreen = screen(
  () => import('../screens/associations/associations-screen.tsx'),
  'AssociationsScreen',
)
const EnrollmentsScreen = screen(
  () => import('../screens/enrollments/enrollments-screen.tsx'),
  'EnrollmentsScreen',
)
const IntakeScreen = screen(() => import('../screens/intake/intake-screen.tsx'), 'IntakeScreen')
const ApprovalsScreen = screen(
  () => import('../screens/approvals/approvals-screen.tsx'),
  'ApprovalsScreen',
)
const RemovalsScreen = screen(
  () => import('../screens/removals/removals-screen.tsx'),
  'RemovalsScreen',
)
const RemovalScreen = screen(
  () => import('../screens/removals/removal-screen.tsx'),
  'RemovalScreen',
)
const DeletedScreen = screen(() => import('../screens/deleted/deleted-screen.tsx'), 'DeletedScreen')
const TransfersScreen = screen(
  () => import('../screens/transfers/transfers-screen.tsx'),
  'TransfersScreen',
)
const RepairsScreen = screen(() => import('../screens/repairs/repairs-screen.tsx'), 'RepairsScreen')
const RepairScreen = screen(() => import('../screens/repairs/repair-screen.tsx'), 'RepairScreen')
const WebhooksScreen = screen(
  () => import('../screens/webhooks/webhooks-screen.tsx'),
  'WebhooksScreen',
)
const AccessScreen = screen(() => import('../screens/access/access-screen.tsx'), 'AccessScreen')
const AuditScreen = screen(() => import('../screens/audit/audit-screen.tsx'), 'AuditScreen')
const SettingsScreen = screen(
  () => import('../screens/settings/settings-screen.tsx'),
  'SettingsScreen',
)
const MeScreen = screen(() => import('../screens/me/me-screen.tsx'), 'MeScreen')
const BenchScreen = screen(() => import('../screens/bench/bench-screen.tsx'), 'BenchScreen')
const DeviceScreen = screen(() => import('../screens/device/device-screen.tsx'), 'DeviceScreen')

const PartnersScreen = screen(
  () => import('../screens/partners/partners-screen.tsx'),
  'PartnersScreen',
)
const PartnerScreen = screen(
  () => import('../screens/partners/partner-screen.tsx'),
  'PartnerScreen',
)
const ConsentScreen = screen(
  () => import('../screens/partners/consent-screen.tsx'),
  'ConsentScreen',
)
const SubmissionScreen = screen(
  () => import('../screens/partners/submission-screen.tsx'),
  'SubmissionScreen',
)
const CustomersScreen = screen(
  () => import('../screens/customers/customers-screen.tsx'),
  'CustomersScreen',
)
const CustomerScreen = screen(
  () => import('../screens/customers/customer-screen.tsx'),
  'CustomerScreen',
)
const UploadScreen = screen(() => import('../screens/customers/upload-screen.tsx'), 'UploadScreen')
const BatchScreen = screen(() => import('../screens/customers/batch-screen.tsx'), 'BatchScreen')

/** Screens take nothing: what they show is in the address. */
type Screen = () => ReactNode

function screen<Name extends string>(
  load: () => Promise<Record<Name, Screen>>,
  name: Name,
): ComponentType {
  return lazy(async () => {
    const loaded = await load()
    const shown: Screen = loaded[name]
    return { default: shown }
  })
}

export function Routes(): ReactNode {
  const me = useMe()
  return (
    <Loaded query={me} bones={<Bones />}>
      {(data) => (
        <Switch>
          <Route path="/">
            <Redirect to={firstScreen(data)} replace />
          </Route>
          <Route path="/overview" component={OverviewScreen} />
          <Route path="/devices" component={DevicesScreen} />
          <Route path="/import" component={ImportScreen} />
          <Route path="/imports" component={ImportsScreen} />
          <Route path="/imports/:id" component={ImportResult} />
          <Route path="/profiles" component={ProfilesScreen} />
          <Route path="/profiles/:id" component={ProfileScreen} />
          <Route path="/groups" component={GroupsScreen} />
          <Route path="/groups/:id" component={GroupScreen} />
          <Route path="/conflicts" component={ConflictsScreen} />
          <Route path="/conflicts/:id" component={ConflictScreen} />
          <Route path="/disputes" component={DisputesScreen} />
          <Route path="/disputes/:id" component={DisputeScreen} />
          <Route path="/identifiers" component={IdentifiersScreen} />
          <Route path="/associations" component={AssociationsScreen} />
          <Route path="/intake" component={IntakeScreen} />
          <Route path="/enrollments/:tab?" component={EnrollmentsScreen} />
          <Route path="/adminportal/home" component={ConsentScreen} />
          <Route path="/partners" component={PartnersScreen} />
          <Route path="/partners/:partner" component={PartnerScreen} />
          <Route path="/partners/:partner/:submission" component={SubmissionScreen} />
          <Route path="/customers" component={CustomersScreen} />
          <Route path="/customers/:customer/uploads/:job" component={UploadScreen} />
          <Route path="/customers/:customer/batches/:batch" component={BatchScreen} />
          <Route path="/customers/:customer/:tab?" component={CustomerScreen} />
          <Route path="/approvals" component={ApprovalsScreen} />
          <Route path="/removals" component={RemovalsScreen} />
          <Route path="/removals/:id" component={RemovalScreen} />
          <Route path="/deleted" component={DeletedScreen} />
          <Route path="/transfers" component={TransfersScreen} />
          <Route path="/repairs" component={RepairsScreen} />
          <Route path="/repairs/:id" component={RepairScreen} />
          <Route path="/webhooks" component={WebhooksScreen} />
          <Route path="/access/:tab?" component={AccessScreen} />
          <Route path="/audit" component={AuditScreen} />
          <Route path="/settings" component={SettingsScreen} />
          <Route path="/me" component={MeScreen} />
          <Route path="/bench" component={BenchScreen} />
          <Route path="/devices/:id" component={DeviceScreen} />
          <Route>
            <NotFound />
          </Route>
        </Switch>
      )}
    </Loaded>
  )
}

/** The first of the navigation that this person may see. */
function firstScreen(me: Me): string {
  const item = navItems.find((each) => each.permissions.length > 0 && isFor(me, each))
  return item?.path ?? '/me'
}
