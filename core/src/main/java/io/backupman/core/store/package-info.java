/**
 * Keeps the records in SQL. A class {@code …Sql} writes and reads a table, or what belongs together
 * of several; a class {@code …Queries} reads pages. Statements are constants at the head of a
 * class, with names for their values ({@link io.backupman.core.store.Params}). A state that a
 * statement is about, such as in {@code status = 'pending'}, stands in it as a word, so that the
 * rule can be read there; a state that varies is a value, the word of its enum.
 */
@NullMarked
package io.backupman.core.store;

import org.jspecify.annotations.NullMarked;
