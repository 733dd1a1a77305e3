import { DOC_EXPLORER_PLUGIN, DocExplorerContextProvider } from '@graphiql/plugin-doc-explorer';
import { GraphiQLInterface, GraphiQLProvider } from 'graphiql';
import { useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import { Clock } from './clock.jsx';
import { createFetcher } from './fetcher.js';
import { IdentityBar, NOBODY } from './identity-bar.jsx';
import './main.css';
import { TabTitles } from './tab-titles.jsx';

const PLUGINS = [DOC_EXPLORER_PLUGIN];

// A new fetcher makes GraphiQL introspect again. `storage={null}` makes it store
// nothing: no token, header or query outlives the page.
function Workbench({ endpoint, identity, tabs, plugin, onPlugin }) {
  const fetcher = useMemo(() => createFetcher(endpoint, identity), [endpoint, identity]);

  return (
    <GraphiQLProvider
      fetcher={fetcher}
      storage={null}
      shouldPersistHeaders={false}
      defaultTabs={tabs}
      variables={tabs?.[0].variables}
      plugins={PLUGINS}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      visiblePlugin={plugin}
      onTogglePluginVisibility={onPlugin}
    >
      <TabTitles titles={tabs?.map(({ title }) => title) ?? []}>
        <DocExplorerContextProvider>
          <GraphiQLInterface forcedTheme="system" />
        </DocExplorerContextProvider>
      </TabTitles>
    </GraphiQLProvider>
  );
}

// The key replaces the tabs when another user or role is chosen. The open side pane
// is kept here, so that it stays open then.
function App({ loaded }) {
  const [config, setConfig] = useState(loaded);
  const [identity, setIdentity] = useState(NOBODY);
  const [plugin, setPlugin] = useState(null);
  const roles = Object.keys(config.tabs).filter((role) => role !== NOBODY.role);
  const tabs = config.tabs[identity.role];
  // An admin moves the clock: whoever acts as one, or the one whom a demo offers.
  const admin = [identity, ...config.users].find(({ role }) => role === 'ADMIN');

  // Tokens are as old as the clock has become: there are new ones.
  const reload = async () => {
    const fresh = await loadConfig();
    setConfig(fresh);
    setIdentity((known) => {
      const user = fresh.users[known.id];
      return user ? { ...known, token: user.token } : known;
    });
  };

  return (
    <>
      <IdentityBar users={config.users} roles={roles} identity={identity} onChange={setIdentity}>
        {config.now && <Clock now={config.now} token={admin?.token} onMoved={reload} />}
      </IdentityBar>
      <main>
        <Workbench
          key={`${identity.id} ${identity.role}`}
          endpoint={config.endpoint}
          identity={identity}
          tabs={tabs?.length ? tabs : undefined}
          plugin={plugin}
          onPlugin={setPlugin}
        />
      </main>
    </>
  );
}

async function loadConfig() {
  // It may hold tokens: keep it out of the browser's cache.
  const response = await fetch('/graphiql/config.json', { cache: 'no-store' });
  if (!response.ok) throw new Error(`/graphiql/config.json: HTTP ${response.status}`);
  return response.json();
}

const container = document.getElementById('root');
loadConfig().then(
  (config) => createRoot(container).render(<App loaded={config} />),
  (error) => (container.textContent = `Cannot load the page: ${error.message}`),
);
