import { useState } from 'react';

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/Brussels' });
// As an input for days wants it.
const ISO = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' });

// The clock of a demo or a rehearsal, which an admin moves forward.
export function Clock({ now, token, onMoved }) {
  const today = new Date(now);
  const tomorrow = ISO.format(new Date(today.getTime() + 86_400_000));
  const [day, setDay] = useState('');
  const [state, setState] = useState({ isMoving: false, trouble: '' });

  const move = async () => {
    setState({ isMoving: true, trouble: '' });
    let trouble = '';
    try {
      const response = await fetch('/clock', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-nql-role': 'ADMIN' },
        body: JSON.stringify({ day }),
      });
      if (!response.ok) trouble = (await response.json()).errors[0].message;
      await onMoved();
      if (!trouble) setDay('');
    } catch (error) {
      trouble = String(error.message ?? error);
    }
    setState({ isMoving: false, trouble });
  };

  return (
    <div className="clock">
      <span>It is {DAY.format(today)}</span>
      {token && (
        <>
          <label>
            Move on to
            <input type="date" min={tomorrow} value={day} onChange={(event) => setDay(event.target.value)} />
          </label>
          <button type="button" disabled={!day || state.isMoving} onClick={move}>
            {state.isMoving ? 'Moving…' : 'Move'}
          </button>
        </>
      )}
      {state.trouble && <span role="alert">{state.trouble}</span>}
    </div>
  );
}
