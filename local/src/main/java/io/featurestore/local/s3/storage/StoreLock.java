package io.featurestore.local.s3.storage;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Guards the steps that must be seen as one. They are renames and small files, never the transfer of content; so
/// one lock does for all keys. Whoever writes may read and write again within.
public final class StoreLock {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    public interface Step<T> {
        T run() throws IOException;
    }

    <T> T reading(Step<T> step) throws IOException {
        return locked(lock.readLock(), step);
    }

    public <T> T writing(Step<T> step) throws IOException {
        return locked(lock.writeLock(), step);
    }

    private static <T> T locked(Lock lock, Step<T> step) throws IOException {
        lock.lock();
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }
}
