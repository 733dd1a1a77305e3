import { useState } from 'react';

export const NOBODY = { id: 'nobody', role: 'ANONYMOUS' };
const PASTED = 'pasted';

export function IdentityBar({ users, roles, identity, onChange, children }) {
  const [token, setToken] = useState('');
  const [role, setRole] = useState('');

  const chooseUser = (id) =>
    onChange(id === NOBODY.id ? NOBODY : { id, role: users[id].role, token: users[id].token });

  // The input is cleared, so the token stays in the identity only.
  const applyToken = () => {
    onChange({ id: PASTED, role, token: token.trim() });
    setToken('');
  };

  return (
    <header className="bar">
      <h1>nql</h1>
      <label>
        Act as
        <select value={identity.id} onChange={(event) => chooseUser(event.target.value)}>
          <option value={NOBODY.id}>nobody (anonymous)</option>
          {identity.id === PASTED && (
            <option value={PASTED}>pasted token ({identity.role || 'no role'})</option>
          )}
          {users.map((user, index) => (
            <option key={index} value={index} title={user.email}>
              {user.label} ({user.role})
            </option>
          ))}
        </select>
      </label>
      {children}
      <div className="token">
        <label>
          Token
          <input
            type="password"
            autoComplete="off"
            spellCheck={false}
            placeholder="paste a token"
            value={token}
            onChange={(event) => setToken(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && token.trim() && applyToken()}
          />
        </label>
        <label>
          Role
          <select value={role} onChange={(event) => setRole(event.target.value)}>
            <option value="">none</option>
            {roles.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <button type="button" disabled={!token.trim()} onClick={applyToken}>
          Use token
        </button>
      </div>
    </header>
  );
}
