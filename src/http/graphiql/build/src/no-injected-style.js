// Stands in for react-style-singleton, which puts a <style> element in the page
// to lock scrolling behind a dialog. The CSP forbids it and this page never scrolls.
export const styleSingleton = () => () => null;
