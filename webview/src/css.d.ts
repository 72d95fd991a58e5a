/** Style sheets become files of their own when bundled. */
declare module '*.css'
