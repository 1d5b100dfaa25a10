/// <reference lib="dom" />
document.title = 'Profiler · Uptempo';
