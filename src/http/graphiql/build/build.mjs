// Builds the assets beside this folder: index.html, graphiql.js, graphiql.css, LICENSES.txt.
import { build } from 'esbuild';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const here = import.meta.dirname;
const out = join(here, '..');

// GraphiQL carries its fonts as data URLs (370 kB, and `font-src data:` in the CSP).
const withoutFonts = {
  name: 'without-fonts',
  setup({ onLoad }) {
    onLoad({ filter: /graphiql[\\/]dist[\\/]style\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8');
      return { contents: css.replace(/@font-face\s*{[^}]*}/g, ''), loader: 'css' };
    });
  },
};

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { graphiql: 'src/main.jsx' },
  outdir: out,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: { 'react-style-singleton': './src/no-injected-style.js' },
  plugins: [withoutFonts],
  metafile: true,
});
await copyFile(join(here, 'src/index.html'), join(out, 'index.html'));
await writeFile(join(out, 'LICENSES.txt'), await licences(metafile));

// The licence of each package with code in the output, one entry for each different text.
async function licences({ outputs }) {
  const folders = new Set();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0];
      if (folder && bytesInOutput > 0) folders.add(folder);
    }
  }
  const packages = await Promise.all([...folders].sort().map(readPackage));

  const namesByText = new Map();
  for (const { title, author, repository, text } of packages) {
    const sibling = packages.find((other) => other.text && other.repository === repository);
    const shown = text ?? sibling?.text ?? `(no licence text in the package, author: ${author})`;
    namesByText.set(shown, [...(namesByText.get(shown) ?? []), title]);
  }
  const entries = [...namesByText].map(([text, titles]) => `${titles.join('\n')}\n\n${text}\n`);
  return entries.join(`\n${'-'.repeat(80)}\n\n`);
}

async function readPackage(path) {
  const folder = join(here, path);
  const { name, version, license, author, repository } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  if (!license) throw new Error(`${name} names no licence`);
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  return {
    title: `${name} ${version} (${license})`,
    author: author?.name ?? author,
    repository: /github\.com\/([^/]+\/[^/.#]+)/.exec(repository?.url ?? repository)?.[1] ?? name,
    text: file && (await readFile(join(folder, file), 'utf8')).trim(),
  };
}
