import {
  bigInteger,
  boolean,
  char,
  date,
  datetime,
  decimal,
  float,
  foreignKey,
  hasMany,
  hasOne,
  integer,
  json,
  manyToMany,
  manyToManyOf,
  model,
  oneToOne,
  text,
  time,
  uuid,
} from '../../../src/orm/index.ts';

/** The models of models.py, as we declare them. Names, options and relations are the same. */

export const Blog = model('Blog', {
  name: char({ maxLength: 100 }),
  tagline: text(),
  get entries() {
    return hasMany(() => Entry, 'blog');
  },
});

export const Author = model(
  'Author',
  {
    name: char({ maxLength: 200 }),
    email: char({ maxLength: 200, null: true }),
    born: date({ null: true }),
    get entries() {
      return manyToManyOf(() => Entry, 'authors');
    },
    get remarks() {
      return hasMany(() => Remark, 'author');
    },
  },
  { ordering: ['name'] },
);

export const Entry = model('Entry', {
  headline: char({ maxLength: 255 }),
  body_text: text(),
  pub_date: date({ null: true }),
  mod_date: date(),
  number_of_comments: integer({ default: 0 }),
  number_of_pingbacks: integer({ default: 0 }),
  rating: integer({ null: true }),
  get blog() {
    return foreignKey(() => Blog, { onDelete: 'cascade' });
  },
  get authors() {
    return manyToMany(() => Author);
  },
  get detail() {
    return hasOne(() => EntryDetail, 'entry');
  },
  get remarks() {
    return hasMany(() => Remark, 'entry');
  },
});

export const EntryDetail = model('EntryDetail', {
  details: text(),
  get entry() {
    return oneToOne(() => Entry, { onDelete: 'cascade' });
  },
});

export const Remark = model('Remark', {
  text: text(),
  stars: integer({ null: true }),
  get entry() {
    return foreignKey(() => Entry, { onDelete: 'cascade' });
  },
  get author() {
    return foreignKey(() => Author, { onDelete: 'set null', null: true });
  },
});

export const Publisher = model('Publisher', {
  name: char({ maxLength: 300 }),
  get books() {
    return hasMany(() => Book, 'publisher');
  },
});

export const Writer = model('Writer', {
  name: char({ maxLength: 100 }),
  age: integer(),
  get friends() {
    return manyToMany(() => Writer, { isSymmetrical: true });
  },
  get books() {
    return manyToManyOf(() => Book, 'writers');
  },
  get loans() {
    return hasMany(() => Loan, 'lender');
  },
});

export const Book = model('Book', {
  name: char({ maxLength: 300 }),
  pages: integer(),
  price: decimal({ digits: 10, places: 2 }),
  rating: float({ null: true }),
  pubdate: date(),
  get writers() {
    return manyToMany(() => Writer);
  },
  get publisher() {
    return foreignKey(() => Publisher, { onDelete: 'cascade' });
  },
  get stores() {
    return manyToManyOf(() => Store, 'books');
  },
  get loans() {
    return hasMany(() => Loan, 'book');
  },
});

export const Store = model('Store', {
  name: char({ maxLength: 300 }),
  opened: datetime(),
  get books() {
    return manyToMany(() => Book);
  },
});

export const Loan = model('Loan', {
  days: integer(),
  get book() {
    return foreignKey(() => Book, { onDelete: 'protect' });
  },
  get lender() {
    return foreignKey(() => Writer, { onDelete: 'cascade', null: true });
  },
});

export const Person = model('Person', {
  first_name: char({ maxLength: 50 }),
  last_name: char({ maxLength: 50 }),
  born: date({ null: true }),
  salary: integer({ null: true }),
  get manager() {
    return foreignKey(() => Person, { onDelete: 'set null', null: true });
  },
  get reports() {
    return hasMany(() => Person, 'manager');
  },
  get groups() {
    return manyToManyOf(() => Group, 'members');
  },
  get memberships() {
    return hasMany(() => Membership, 'person');
  },
  get invitations() {
    return hasMany(() => Membership, 'inviter');
  },
  get dogs() {
    return hasMany(() => Dog, 'owner');
  },
});

export const Group = model('Group', {
  name: char({ maxLength: 128, unique: true }),
  get members() {
    return manyToMany(() => Person, {
      through: () => Membership,
      throughFields: ['group', 'person'],
    });
  },
  get memberships() {
    return hasMany(() => Membership, 'group');
  },
});

export const Membership = model('Membership', {
  date_joined: date(),
  invite_reason: char({ maxLength: 64 }),
  get person() {
    return foreignKey(() => Person, { onDelete: 'cascade' });
  },
  get group() {
    return foreignKey(() => Group, { onDelete: 'cascade' });
  },
  get inviter() {
    return foreignKey(() => Person, { onDelete: 'set null', null: true });
  },
});

export const Category = model(
  'Category',
  {
    name: char({ maxLength: 50 }),
    position: integer({ default: 0 }),
    get parent() {
      return foreignKey(() => Category, { onDelete: 'cascade', null: true });
    },
    get children() {
      return hasMany(() => Category, 'parent');
    },
    get venues() {
      return hasMany(() => Venue, 'category');
    },
  },
  { ordering: ['position', '-name'] },
);

export const Venue = model(
  'Venue',
  {
    name: char({ maxLength: 80 }),
    capacity: integer({ null: true }),
    get category() {
      return foreignKey(() => Category, { onDelete: 'set null', null: true });
    },
    get events() {
      return hasMany(() => Event, 'venue');
    },
  },
  { ordering: ['-category', 'name'] },
);

export const Event = model('Event', {
  title: char({ maxLength: 100 }),
  starts: datetime(),
  ends: datetime({ null: true }),
  day: date({ null: true }),
  at: time({ null: true }),
  is_public: boolean({ default: true }),
  get venue() {
    return foreignKey(() => Venue, { onDelete: 'set null', null: true });
  },
});

export const Dog = model('Dog', {
  name: char({ maxLength: 200 }),
  data: json({ null: true }),
  get owner() {
    return foreignKey(() => Person, { onDelete: 'cascade', null: true });
  },
});

export const Sample = model('Sample', {
  label: char({ maxLength: 20, null: true }),
  n: integer({ null: true }),
  big: bigInteger({ null: true }),
  x: float({ null: true }),
  amount: decimal({ digits: 12, places: 4, null: true }),
  flag: boolean({ null: true }),
  code: uuid({ null: true }),
});

/** Texts with wildcards, quotes and letters beyond ASCII. */
export const Word = model('Word', { text: char({ maxLength: 80 }) });
