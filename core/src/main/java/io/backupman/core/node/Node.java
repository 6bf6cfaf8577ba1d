package io.backupman.core.node;

import java.util.UUID;

/**
 * A process that works on the database.
 *
 * @param id its identifier, new at each start
 * @param name the machine's name, for people
 * @param machine what tells apart the machines (and containers) whose process ids are comparable
 * @param pid its process id on that machine
 * @param processStart when the process started, in milliseconds since 1970; tells a reused process
 *     id apart; 0 if the platform does not say
 * @param beat counts up while it lives
 */
public record Node(UUID id, String name, String machine, long pid, long processStart, long beat) {}
