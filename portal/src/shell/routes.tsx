/** Which screen stands at which address. Each is loaded when somebody goes there. */
import { type ComponentType, lazy, type ReactNode } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { useMe } from '../api/me.ts'
import { Bones, Empty, Loaded } from '../look/states.tsx'
import { DevicesScreen } from '../screens/devices/devices-screen.tsx'
import { texts } from '../texts/texts.ts'
import { navItems } from './screens.tsx'

const OverviewScreen = screen(
  () => import('../screens/overview/overview-screen.tsx'),
  'OverviewScreen',
)
const BenchScreen = screen(() => import('../screens/bench/bench-screen.tsx'), 'BenchScreen')
const DeviceScreen = screen(() => import('../screens/device/device-screen.tsx'), 'DeviceScreen')

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
            <Redirect
              to={firstScreen(new Set(data.permissions.map(({ permission }) => permission)))}
              replace
            />
          </Route>
          <Route path="/overview" component={OverviewScreen} />
          <Route path="/devices" component={DevicesScreen} />
          <Route path="/bench" component={BenchScreen} />
          <Route path="/devices/:id" component={DeviceScreen} />
          <Route>
            <Empty
              picture="windsock"
              title={texts.common.notFoundTitle}
              text={texts.common.notFound}
            />
          </Route>
        </Switch>
      )}
    </Loaded>
  )
}

/** The first of the navigation that this person may see. */
function firstScreen(may: ReadonlySet<string>): string {
  const item = navItems.find(({ permissions }) => permissions.some((each) => may.has(each)))
  return item?.path ?? '/me'
}
