"""The models of models.ts, as Django declares them. Names, options and relations are the same."""

from django.db import models


class Blog(models.Model):
    name = models.CharField(max_length=100)
    tagline = models.TextField()


class Author(models.Model):
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=200, null=True)
    born = models.DateField(null=True)

    class Meta:
        ordering = ["name"]


class Entry(models.Model):
    blog = models.ForeignKey(Blog, models.CASCADE, related_name="entries")
    headline = models.CharField(max_length=255)
    body_text = models.TextField()
    pub_date = models.DateField(null=True)
    mod_date = models.DateField()
    authors = models.ManyToManyField(Author, related_name="entries")
    number_of_comments = models.IntegerField(default=0)
    number_of_pingbacks = models.IntegerField(default=0)
    rating = models.IntegerField(null=True)


class EntryDetail(models.Model):
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="detail")
    details = models.TextField()


class Remark(models.Model):
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="remarks")
    author = models.ForeignKey(
        Author, models.SET_NULL, null=True, related_name="remarks"
    )
    text = models.TextField()
    stars = models.IntegerField(null=True)


class Publisher(models.Model):
    name = models.CharField(max_length=300)


class Writer(models.Model):
    name = models.CharField(max_length=100)
    age = models.IntegerField()
    friends = models.ManyToManyField("self")


class Book(models.Model):
    name = models.CharField(max_length=300)
    pages = models.IntegerField()
    price = models.DecimalField(max_digits=10, decimal_places=2)
    rating = models.FloatField(null=True)
    writers = models.ManyToManyField(Writer, related_name="books")
    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="books")
    pubdate = models.DateField()


class Store(models.Model):
    name = models.CharField(max_length=300)
    books = models.ManyToManyField(Book, related_name="stores")
    opened = models.DateTimeField()


class Loan(models.Model):
    book = models.ForeignKey(Book, models.PROTECT, related_name="loans")
    lender = models.ForeignKey(
        Writer, models.CASCADE, null=True, related_name="loans"
    )
    days = models.IntegerField()


class Person(models.Model):
    first_name = models.CharField(max_length=50)
    last_name = models.CharField(max_length=50)
    born = models.DateField(null=True)
    salary = models.IntegerField(null=True)
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="reports"
    )


class Group(models.Model):
    name = models.CharField(max_length=128, unique=True)
    members = models.ManyToManyField(
        Person, through="Membership", through_fields=("group", "person"), related_name="groups"
    )


class Membership(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    inviter = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="invitations"
    )
    date_joined = models.DateField()
    invite_reason = models.CharField(max_length=64)


class Category(models.Model):
    name = models.CharField(max_length=50)
    position = models.IntegerField(default=0)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="children"
    )

    class Meta:
        ordering = ["position", "-name"]


class Venue(models.Model):
    name = models.CharField(max_length=80)
    capacity = models.IntegerField(null=True)
    category = models.ForeignKey(
        Category, models.SET_NULL, null=True, related_name="venues"
    )

    class Meta:
        ordering = ["-category", "name"]


class Event(models.Model):
    title = models.CharField(max_length=100)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    at = models.TimeField(null=True)
    is_public = models.BooleanField(default=True)
    venue = models.ForeignKey(Venue, models.SET_NULL, null=True, related_name="events")


class Dog(models.Model):
    name = models.CharField(max_length=200)
    data = models.JSONField(null=True)
    owner = models.ForeignKey(Person, models.CASCADE, null=True, related_name="dogs")


class Sample(models.Model):
    label = models.CharField(max_length=20, null=True)
    n = models.IntegerField(null=True)
    big = models.BigIntegerField(null=True)
    x = models.FloatField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    flag = models.BooleanField(null=True)
    code = models.UUIDField(null=True)


class Word(models.Model):
    """Texts with wildcards, quotes and letters beyond ASCII."""

    text = models.CharField(max_length=80)
