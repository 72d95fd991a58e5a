/* Comments between every pair of tokens. */ /* a */ import /* b */ { /* c */ Environment /* d */, /* e */ print /* f */ } /* g */ from /* h */ 'millrace' /* i */ // j

/* k */ const /* l */ env /* m */ = /* n */ new /* o */ Environment /* p */ ( /* q */ { /* r */ parallelism /* s */ : /* t */ 2 /* u */ } /* v */ ) /* w */ // x
/* y */
const // the stream
  words // its name
  = // is
  env // of the environment
    . // dot
    fromCollection // a collection
    ( // of
      [ // two
        'left', // first
        /* not this one: 'middle', */
        'right' // second
      ] // the end of the array
    ) // the end of the call
    // comment above a partition call
    . /* to all */ roundRobin /* no arguments */ ( /* none at all */ ) // in turn
    /* above map */
    . /* the */ map /* of */ ( /* a */ ( /* word */ word /* typed? no */ ) /* arrow */ => /* body */ word /* dot */ . /* length */ length /* over */ , /* name */ 'Lengths' /* named */ ) /* done */
    //.filter((n) => n > 4)
    ./**//**/setParallelism(/**/3/**/)//
/* before the next statement */ words /* 1 */ . /* 2 */ filter /* 3 */ ( /* 4 */ n /* 5 */ => /* 6 */ n /* 7 */ > /* 8 */ 4 /* 9 */ ) /* 10 */
  // .sink(print()) is below
  . /* 11 */ sink /* 12 */ ( /* 13 */ print /* 14 */ ( /* 15 */ ) /* 16 */ ) /* 17 */
/* 18 */ words /* a fork */ . /* of */ sink /* nothing */ ( /* nobody */ ) /* kept */ . /* called */ name /* ( */ ( /* ' */ 'Nobody /* not a comment */' /* ' */ ) /* ) */

/* 19 */ await /* 20 */ env /* 21 */ . /* 22 */ execute /* 23 */ ( /* 24 */ '/* lengths */' /* 25 */ ) /* 26 */
// the end
/* really */
// 1
// 2
