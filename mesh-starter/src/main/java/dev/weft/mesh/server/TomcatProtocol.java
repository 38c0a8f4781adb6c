package dev.weft.mesh.server;

import java.util.concurrent.TimeUnit;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.threads.TaskQueue;
import org.apache.tomcat.util.threads.TaskThreadFactory;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

/**
 * Tomcat's HTTP, with threads that know how long a request has waited for one of them. All else is Tomcat's, and so is the
 * executor where the application has set one, or virtual threads, for which nothing waits.
 */
public final class TomcatProtocol extends Http11NioProtocol {

    public TomcatProtocol() {
        super(new Endpoint());
    }

    private static final class Endpoint extends NioEndpoint {

        /** What Tomcat would make, except that tasks know their age. */
        @Override
        public void createExecutor() {
            if (getUseVirtualThreads()) {
                super.createExecutor();
                return;
            }
            TaskQueue queue = new TaskQueue(getMaxQueueSize());
            Threads threads = new Threads(this, queue);
            queue.setParent(threads);
            setExecutor(threads);
            internalExecutor = true;
        }
    }

    private static final class Threads extends ThreadPoolExecutor {

        Threads(NioEndpoint endpoint, TaskQueue queue) {
            super(
                    endpoint.getMinSpareThreads(),
                    endpoint.getMaxThreads(),
                    endpoint.getThreadsMaxIdleTime(),
                    TimeUnit.MILLISECONDS,
                    queue,
                    new TaskThreadFactory(
                            endpoint.getName() + "-exec-", endpoint.getDaemon(), endpoint.getThreadPriority()));
        }

        @Override
        public void execute(Runnable task) {
            super.execute(new QueuedTask(task, System.nanoTime()));
        }
    }
}
