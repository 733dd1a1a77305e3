import { EditorContext, useEditorContext } from '@graphiql/react';
import { useEffect, useMemo, useState } from 'react';

// GraphiQL names a tab after its operation. This keeps the configured title on
// each tab that was there at the start.
export function TabTitles({ titles, children }) {
  const editor = useEditorContext({ nonNull: true });
  const { tabs, moveTab, headerEditor } = editor;
  const [titleOf] = useState(() => new Map(tabs.map(({ id }, index) => [id, titles[index]])));

  const value = useMemo(
    () => ({
      ...editor,
      tabs: tabs.map((tab) => ({ ...tab, title: titleOf.get(tab.id) ?? tab.title })),
      moveTab: (order) => moveTab(order.map(({ id }) => tabs.find((tab) => tab.id === id))),
    }),
    [editor, tabs, moveTab, titleOf],
  );

  // GraphiQL keeps the header editor in a global store and reads it once more for
  // the next identity's introspection: leave nothing in it.
  useEffect(() => () => headerEditor?.setValue(''), [headerEditor]);

  return <EditorContext.Provider value={value}>{children}</EditorContext.Provider>;
}
