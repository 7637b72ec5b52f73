/* How to subscribe; in a sheet on another page it shows nothing but that. */
document.documentElement.classList.toggle("framed", window !== window.parent);
enableCopying(told().words);
