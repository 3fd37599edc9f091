/// Something that goes wrong on purpose: how a request is answered, or what the platform says of a guest.
public enum Fault: Hashable, Sendable {
    // How requests are answered.

    /// No answer for this long, then the connection closes.
    case hang(Duration)
    case latency(Duration)
    /// This status, with the problem that belongs to it; `retryAfter` becomes the header of that name.
    case status(Int, retryAfter: String?)
    /// A proxy's error page, status 502.
    case html
    /// Half the answer, and then the connection closes.
    case truncated
    /// 200 with something that is not JSON.
    case notJSON
    /// 200 with JSON of another shape.
    case wrongShape
    /// 200 with so many bytes that mean nothing.
    case huge(Int)
    /// 200 with a body that never ends.
    case endless
    /// The connection closes before anything was done.
    case hangUp
    /// The request is carried out, and then the connection closes without an answer.
    case hangUpAfter

    // What the platform says.

    case gates(GateShape)
    case pendingTasks(PendingShape)
    /// A change of the provider's waits for the next power action.
    case maintenance
    /// Reported instead of the guest's own.
    case powerState(String)
    case serviceStatus(String)
    case jobs(JobCourse)
    /// `uptimeSeconds` falls at every boot, rather than counting the hypervisor's process.
    case uptimeFallsAtBoot
    /// The agent does not answer, however well the guest is.
    case agentSilent
    /// A command is taken and no process id comes back.
    case agentWithoutProcess
}

/// How action gates are served. The default, without a fault, is `.object`.
public enum GateShape: String, Hashable, Sendable, CaseIterable {
    /// `{"allowed": …, "reason": …, "code": …}`.
    case object
    /// A bare `true` or `false`.
    case boolean
    case absent
    /// Every gate says no, as an object.
    case denied
    /// Every gate says no, as a bare `false`.
    case deniedBoolean = "denied_boolean"
    /// A word where a gate should be.
    case malformed
}

/// How `pendingTasks` is served. The default, without a fault, is the tasks there are, as an array.
public enum PendingShape: String, Hashable, Sendable, CaseIterable {
    case absent, null, busy
    /// A count instead of an array.
    case number
}

/// What becomes of jobs. The default, without a fault, is that they complete and have done what they say.
public enum JobCourse: String, Hashable, Sendable, CaseIterable {
    /// The action is done, and the job stays in progress for good.
    case neverEnds = "never_ends"
    /// Nothing is done, and the job stays in progress for good.
    case stuck
    /// Nothing is done, and the job fails.
    case fails
    /// Nothing is done, and the job completes.
    case idle
    /// The action is done, and the job's flags contradict its state.
    case contradicts
}
